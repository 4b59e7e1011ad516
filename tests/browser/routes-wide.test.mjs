// Every page without a parameter on a wide screen. Here beside the phones' half so that the two run at once.
import { everyPage } from "./routes.mjs";

everyPage((width) => width >= 600);
