// Builds static/dist: style sheet, scripts, icons, font and the modules' own files, each with a
// hash of its content in its name. Here so that the server embeds finished files and builds nothing.
import { createHash } from "node:crypto";
import { execFile } from "node:child_process";
import { promises as fs } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import zlib from "node:zlib";

const here = path.dirname(fileURLToPath(import.meta.url));
const packages = path.join(here, "node_modules");
const dist = path.join(here, "dist");
const ui = path.join(here, "..", "app", "ui", "src");
const stampFile = path.join(dist, ".inputs");
// Folders that are sources of this build; every other folder belongs to the module of that name.
const OWN = new Set(["css", "js", "img", "node_modules", "dist"]);
const PACKED = new Set([".css", ".js", ".svg", ".json", ".txt", ".webmanifest"]);

async function walk(folder) {
  const entries = await fs.readdir(folder, { withFileTypes: true }).catch(() => []);
  const lists = await Promise.all(entries.map((entry) => {
    const full = path.join(folder, entry.name);
    if (entry.name === "node_modules" || entry.name === "dist" || entry.name.startsWith(".")) return [];
    return entry.isDirectory() ? walk(full) : [full];
  }));
  return lists.flat().sort();
}

async function stamp() {
  const sum = createHash("sha256");
  for (const file of [...(await walk(here)), ...(await walk(ui))]) {
    sum.update(path.relative(here, file)).update("\0").update(await fs.readFile(file)).update("\0");
  }
  return sum.digest("hex");
}

async function icons() {
  const table = await fs.readFile(path.join(ui, "icon.rs"), "utf8");
  const names = [...table.split("ICONS: &[&str] = &[")[1].split("];")[0].matchAll(/"([a-z0-9-]+)"/g)];
  const symbols = await Promise.all(names.map(async ([, name]) => {
    const svg = await fs.readFile(path.join(packages, "lucide-static/icons", `${name}.svg`), "utf8");
    const inside = svg.replace(/<!--.*?-->/gs, "").match(/<svg[^>]*>(.*)<\/svg>/s)[1];
    return `<symbol id="${name}" viewBox="0 0 24 24">${inside.replace(/\s*\n\s*/g, "")}</symbol>`;
  }));
  const style = 'fill="none" stroke="currentColor" stroke-width="1.75" stroke-linecap="round" stroke-linejoin="round"';
  return `<svg xmlns="http://www.w3.org/2000/svg" ${style}>${symbols.join("")}</svg>`;
}

// Faces of the documents: of one weight each, with all their letters, for a document may name anybody.
const FACES = ["Vazirmatn-Regular.ttf", "Vazirmatn-Bold.ttf"];

// The letters that Persian, Arabic names and Latin texts need, their marks and punctuation.
function letters() {
  const ranges = [[0x20, 0x7e], [0xa0, 0xa0], [0xab, 0xab], [0xb7, 0xb7], [0xbb, 0xbb], [0xd7, 0xd7],
    [0x60c, 0x60c], [0x61b, 0x61b], [0x61f, 0x61f], [0x621, 0x63a], [0x640, 0x655], [0x660, 0x66c],
    [0x670, 0x670], [0x67e, 0x67e], [0x686, 0x686], [0x698, 0x698], [0x6a9, 0x6a9], [0x6af, 0x6af],
    [0x6c0, 0x6c0], [0x6cc, 0x6cc], [0x6d5, 0x6d5], [0x6f0, 0x6f9], [0x200c, 0x200f], [0x2010, 0x2015],
    [0x2018, 0x201e], [0x2022, 0x2022], [0x2026, 0x2026], [0x2212, 0x2212], [0xfdfc, 0xfdfc]];
  return ranges.flatMap(([a, b]) => Array.from({ length: b - a + 1 }, (_, n) => String.fromCodePoint(a + n))).join("");
}

/** A face of the font, with figures for columns of sums. */
async function whole(face) {
  const { narrowFigures } = await import("./figures.mjs");
  return narrowFigures(await fs.readFile(path.join(packages, "vazirmatn/fonts", face)));
}

async function font() {
  const { default: subset } = await import("subset-font");
  return subset(await whole("variable/Vazirmatn[wght].ttf"), letters(), {
    targetFormat: "woff2",
    variationAxes: { wght: { min: 400, max: 700, default: 400 } },
  });
}

async function scripts() {
  const { build } = await import("esbuild");
  const options = { bundle: true, minify: true, format: "esm", target: "es2022", write: false, legalComments: "none" };
  const one = async (entry) => {
    const made = await build({ ...options, ...entry, absWorkingDir: here, nodePaths: [packages] });
    return Buffer.from(made.outputFiles[0].contents);
  };
  return {
    "app.js": await one({ entryPoints: ["js/app.js"] }),
    "chart.js": await one({ entryPoints: ["js/chart-library.js"] }),
    "drop.js": await one({ entryPoints: ["js/drop.js"] }),
    "grid.js": await one({ entryPoints: ["js/grid.js"] }),
    "markdown.js": await one({ entryPoints: ["js/markdown.js"] }),
    "till.js": await one({ entryPoints: ["js/till.js"] }),
  };
}

async function styles(fontName) {
  const out = path.join(dist, ".app.css");
  const cli = path.join(packages, "@tailwindcss/cli/dist/index.mjs");
  await promisify(execFile)(process.execPath, [cli, "-i", "app.css", "-o", out, "--minify"], { cwd: here });
  // daisyUI asks of each link what stands around it by `[class~=…]`: with such a rule every change of a class makes all that lies
  // inside be looked at anew.
  const css = (await fs.readFile(out, "utf8")).replace(/\.prose :where\(a\.btn[^}]*\}/, "");
  if (css.includes("[class~=")) throw new Error("a rule with [class~=…] is in the style sheet");
  await fs.rm(out);
  return css.replaceAll("@font@", `/static/${fontName}`);
}

function hashed(name, bytes) {
  const { dir, base, ext } = { ...path.parse(name) };
  const sum = createHash("sha256").update(bytes).digest("hex").slice(0, 10);
  return path.posix.join(dir, `${base.slice(0, base.length - ext.length)}.${sum}${ext}`);
}

async function moduleFiles() {
  const found = [];
  for (const entry of await fs.readdir(here, { withFileTypes: true })) {
    if (!entry.isDirectory() || OWN.has(entry.name) || entry.name.startsWith(".")) continue;
    for (const file of await walk(path.join(here, entry.name))) {
      found.push([path.relative(here, file).split(path.sep).join("/"), await fs.readFile(file)]);
    }
  }
  return found;
}

async function write(name, bytes, manifest) {
  const target = hashed(name, bytes);
  const file = path.join(dist, target);
  await fs.mkdir(path.dirname(file), { recursive: true });
  await fs.writeFile(file, bytes);
  if (PACKED.has(path.extname(name))) {
    const params = { [zlib.constants.BROTLI_PARAM_QUALITY]: 11, [zlib.constants.BROTLI_PARAM_SIZE_HINT]: bytes.length };
    await fs.writeFile(`${file}.br`, zlib.brotliCompressSync(bytes, { params }));
    await fs.writeFile(`${file}.gz`, zlib.gzipSync(bytes, { level: 9 }));
  }
  manifest[name] = target;
  return target;
}

async function removeStrays(manifest) {
  const keep = new Set(Object.values(manifest));
  for (const file of await walk(dist)) {
    const name = path.relative(dist, file).split(path.sep).join("/");
    if (name !== "manifest.json" && !keep.has(name.replace(/\.(br|gz)$/, ""))) await fs.rm(file);
  }
}

async function main() {
  const now = await stamp();
  const before = await fs.readFile(stampFile, "utf8").catch(() => "");
  if (before === now && !process.argv.includes("--force")) return console.log("assets: nothing changed");
  await fs.mkdir(dist, { recursive: true });
  const manifest = {};
  const fontName = await write("vazirmatn.woff2", await font(), manifest);
  const [css, js, sprite] = await Promise.all([styles(fontName), scripts(), icons()]);
  await write("app.css", Buffer.from(css), manifest);
  await write("icons.svg", Buffer.from(sprite), manifest);
  for (const [name, bytes] of Object.entries(js)) await write(name, bytes, manifest);
  const htmx = (file) => fs.readFile(path.join(packages, "htmx.org/dist", file));
  const bare = async (file) => Buffer.from((await htmx(file)).toString().replace(/\n?\/\/# sourceMappingURL=.*$/m, ""));
  // In one file: htmx looks at the page right after its script has run, and an extension that comes later is too late.
  const parts = [await bare("htmx.min.js"), await bare("ext/hx-sse.min.js")];
  await write("htmx.js", Buffer.concat(parts.flatMap((part) => [part, Buffer.from("\n")])), manifest);
  for (const file of await walk(path.join(here, "img"))) await write(path.basename(file), await fs.readFile(file), manifest);
  for (const face of FACES) {
    await write(`documents/${face}`, await whole(`ttf/${face}`), manifest);
  }
  for (const [name, bytes] of await moduleFiles()) await write(name, bytes, manifest);
  await removeStrays(manifest);
  const sorted = Object.fromEntries(Object.entries(manifest).sort());
  const text = `${JSON.stringify(sorted, null, 1)}\n`;
  const file = path.join(dist, "manifest.json");
  if ((await fs.readFile(file, "utf8").catch(() => "")) !== text) await fs.writeFile(file, text);
  await fs.writeFile(stampFile, now);
  console.log(`assets: ${Object.keys(sorted).length} files in static/dist`);
}

await main();
