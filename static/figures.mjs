// Narrows the tabular Persian and Arabic figures of a TrueType font, whose cell is as wide as its widest
// figure («۳»), a third above the mean, so that a column of sums looks letter-spaced. Here each of them gets the cell
// of `CELL`; what is wider than its cell is drawn a little narrower, and all stand in the middle of it.
import * as hb from "harfbuzzjs";

/** Of 2048: hardly wider than the mean figure (0.52), as printed tables have it. */
const CELL = 1126;
/** White that stays on both sides of the widest. */
const SIDE = 58;
const [WORDS, XY, SCALE, MORE, XY_SCALE, TWO_BY_TWO, OWN_METRICS] = [0x1, 0x2, 0x8, 0x20, 0x40, 0x80, 0x200];
const FIGURES = "۰۱۲۳۴۵۶۷۸۹٠١٢٣٤٥٦٧٨٩";

function tablesOf(font) {
  const entry = (n) => 12 + 16 * n;
  const names = Array.from({ length: font.readUInt16BE(4) }, (_, n) => font.toString("latin1", entry(n), entry(n) + 4));
  return new Map(names.map((name, n) => {
    const at = font.readUInt32BE(entry(n) + 8);
    return [name, Buffer.from(font.subarray(at, at + font.readUInt32BE(entry(n) + 12)))];
  }));
}

function joined(version, tables) {
  const list = [...tables].sort(([a], [b]) => (a < b ? -1 : 1));
  const head = Buffer.alloc(12 + 16 * list.length);
  head.writeUInt32BE(version, 0);
  head.writeUInt16BE(list.length, 4);
  let at = head.length;
  const bodies = list.map(([name, bytes], n) => {
    head.write(name, 12 + 16 * n, "latin1");
    head.writeUInt32BE(at, 12 + 16 * n + 8);
    head.writeUInt32BE(bytes.length, 12 + 16 * n + 12);
    const body = Buffer.concat([bytes, Buffer.alloc(-bytes.length & 3)]);
    at += body.length;
    return body;
  });
  return Buffer.concat([head, ...bodies]);
}

/** The glyphs that stand for the figures where they are tabular. */
function tabular(bytes) {
  const font = new hb.Font(new hb.Face(new hb.Blob(bytes)));
  return [...FIGURES].map((figure) => {
    const buffer = new hb.Buffer();
    buffer.addText(figure);
    buffer.guessSegmentProperties();
    hb.shape(font, buffer, [new hb.Feature("tnum", 1)]);
    return buffer.getGlyphInfos()[0].codepoint;
  });
}

/** The figure, drawn again in the middle of the cell from the one glyph that it was made of. */
function drawn(glyph, part) {
  const flags = glyph.readUInt16BE(10);
  if (glyph.readInt16BE(0) >= 0 || flags & (MORE | SCALE | XY_SCALE | TWO_BY_TWO) || !(flags & XY)) {
    throw new Error("a tabular figure is no longer one shifted glyph: look at the font again");
  }
  const down = flags & WORDS ? glyph.readInt16BE(16) : glyph.readInt8(15);
  const [left, right] = [part.readInt16BE(2), part.readInt16BE(6)];
  const narrow = Math.min(1, (CELL - 2 * SIDE) / (right - left));
  const across = Math.round((CELL - narrow * (right - left)) / 2 - narrow * left);
  const made = Buffer.alloc(22);
  glyph.copy(made, 0, 0, 10);
  made.writeInt16BE(Math.floor(across + narrow * left), 2);
  made.writeInt16BE(Math.ceil(across + narrow * right), 6);
  made.writeUInt16BE((flags & ~OWN_METRICS) | WORDS | XY_SCALE, 10);
  glyph.copy(made, 12, 12, 14);
  made.writeInt16BE(across, 14);
  made.writeInt16BE(down, 16);
  made.writeInt16BE(Math.round(narrow * 16384), 18);
  made.writeInt16BE(16384, 20);
  return made;
}

/** The font with narrow tabular figures. */
export function narrowFigures(bytes) {
  const tables = tablesOf(bytes);
  const [head, maxp, hhea, hmtx] = ["head", "maxp", "hhea", "hmtx"].map((name) => tables.get(name));
  const [glyf, loca] = [tables.get("glyf"), tables.get("loca")];
  const long = head.readInt16BE(50) === 1;
  const at = (id) => (long ? loca.readUInt32BE(4 * id) : 2 * loca.readUInt16BE(2 * id));
  const glyphs = Array.from({ length: maxp.readUInt16BE(4) }, (_, id) => glyf.subarray(at(id), at(id + 1)));
  if (head.readUInt16BE(18) !== 2048 || hhea.readUInt16BE(34) !== glyphs.length) throw new Error("not the font this was measured on");
  for (const id of new Set(tabular(bytes))) {
    const made = drawn(glyphs[id], glyphs[glyphs[id].readUInt16BE(12)]);
    glyphs[id] = Buffer.concat([made, Buffer.alloc(-made.length & 3)]);
    hmtx.writeUInt16BE(CELL, 4 * id);
    hmtx.writeInt16BE(made.readInt16BE(2), 4 * id + 2);
  }
  const places = Buffer.alloc(4 * (glyphs.length + 1));
  glyphs.reduce((sum, glyph, id) => (places.writeUInt32BE(sum + glyph.length, 4 * (id + 1)), sum + glyph.length), 0);
  head.writeInt16BE(1, 50);
  tables.set("glyf", Buffer.concat(glyphs)).set("loca", places);
  return joined(bytes.readUInt32BE(0), tables);
}
