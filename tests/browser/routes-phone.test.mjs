// Every page without a parameter on a phone. Here beside the wide half so that the two run at once.
import { everyPage } from "./routes.mjs";

everyPage((width) => width < 600);
