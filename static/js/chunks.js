// Loads the script of a screen that has one of its own: `data-chunk` holds its address.
import { eachPart } from "./ready.js";

eachPart((root) => {
  for (const part of root.querySelectorAll("[data-chunk]")) import(part.dataset.chunk).catch((error) => console.error(error));
});
