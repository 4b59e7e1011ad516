// A reporter that keeps what failed and why, in a few lines each: whoever sees only the end of a run's output sees this.
const LINES = 12;
const WIDE = 300;

export default async function* failures(events) {
  for await (const { type, data } of events) {
    const error = data?.details?.error;
    if (type !== "test:fail" || error?.failureType === "subtestsFailed") continue;
    const why = String(error?.cause?.message ?? error?.message ?? error);
    const lines = why.split("\n").filter((line) => line.trim()).slice(0, LINES);
    yield `${data.file?.split("/").pop() ?? ""} ${data.name}\n${lines.map((line) => `    ${line.slice(0, WIDE)}\n`).join("")}`;
  }
}
