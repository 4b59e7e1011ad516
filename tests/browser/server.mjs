// The real `sarai` program with demo data, started once per test file and stopped after its last test.
// Here because the browser tests promise what a person sees, and a person uses the program.
import { execFile, spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const START_MS = 90_000;
const STOP_MS = 30_000;
let running;

/** The program: SARAI_BIN, or the debug build of this checkout. */
export function program() {
  const root = fileURLToPath(new URL("../../", import.meta.url));
  const target = path.resolve(root, process.env.CARGO_TARGET_DIR ?? "target");
  const file = process.env.SARAI_BIN ?? path.join(target, "debug", "sarai");
  if (!existsSync(file)) throw new Error(`${file} is missing: run \`cargo build -p sarai\` first, or set SARAI_BIN`);
  return path.resolve(file);
}

/** The base URL of the server, which is started on the first call. */
export async function server() {
  running ??= start();
  return (await running).base;
}

/** Ask the server to end, wait, and remove its data folder. */
export async function stopServer() {
  if (!running) return;
  const started = await running.catch(() => undefined);
  running = undefined;
  if (started) await stop(started);
}

/** Every mounted route, as `sarai routes --format json` prints them. */
export async function routes() {
  const options = { env: environment({}), maxBuffer: 32 * 1024 * 1024 };
  const { stdout } = await promisify(execFile)(program(), ["routes", "--format", "json"], options);
  return JSON.parse(stdout);
}

/** The caller's environment without anything that would steer the program. */
function environment(more) {
  const own = Object.entries(process.env).filter(
    ([name]) => !name.startsWith("SARAI_") && !name.startsWith("ROCKET_") && name !== "DATABASE_URL",
  );
  return { ...Object.fromEntries(own), ...more };
}

async function start() {
  const port = await freePort();
  const base = `http://localhost:${port}`;
  const data = await mkdtemp(path.join(tmpdir(), "sarai-browser-"));
  const child = spawn(program(), ["serve"], {
    cwd: data,
    env: environment({
      SARAI_DEMO: "1",
      SARAI_ENV: "development",
      SARAI_PORT: String(port),
      SARAI_BASE_URL: base,
      SARAI_DATA_DIR: data,
    }),
    stdio: ["ignore", "pipe", "pipe"],
  });
  const started = { base, child, data, log: "", ended: undefined };
  started.exit = new Promise((resolve) => {
    child.once("error", (error) => resolve((started.ended = String(error))));
    child.once("exit", (code, signal) => resolve((started.ended = `exit ${code ?? signal}`)));
  });
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (bytes) => (started.log = (started.log + bytes).slice(-100_000)));
  }
  // A test run that is cut short must not leave a server behind.
  process.once("exit", () => child.kill("SIGTERM"));
  for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, () => process.exit(1));
  try {
    await untilReady(started);
  } catch (error) {
    await stop(started);
    throw error;
  }
  return started;
}

async function untilReady(started) {
  const end = Date.now() + START_MS;
  while (Date.now() < end) {
    if (started.ended) throw new Error(`sarai ended (${started.ended}):\n${started.log}`);
    const answer = await fetch(`${started.base}/readyz`).catch(() => undefined);
    await answer?.body?.cancel();
    if (answer?.status === 200) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`sarai was not ready within ${START_MS / 1000} s:\n${started.log}`);
}

async function stop({ child, exit, data }) {
  const late = setTimeout(() => child.kill("SIGKILL"), STOP_MS);
  child.kill("SIGTERM");
  await exit;
  clearTimeout(late);
  await rm(data, { recursive: true, force: true });
}

function freePort() {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once("error", reject);
    probe.listen(0, "127.0.0.1", () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });
}
