import { expect, it } from "vitest";
import { handleSchema } from "../shared/ipc/files.js";
import { Places } from "./places.js";

const handle = handleSchema.parse("7b1f4c52-7f0e-4c55-9d0b-0f6f0a3f8f10");

it("knows a file by its handle, and no other", () => {
  const places = new Places();
  expect(() => places.file(handle)).toThrow("open it again");
  places.addFile(handle, "/home/ada/secret/iris.csv");
  expect(places.file(handle)).toBe("/home/ada/secret/iris.csv");
});

it("takes paths out of messages", () => {
  const places = new Places();
  places.addFile(handle, "/home/ada/secret/iris.csv");
  places.openProject("/home/ada/runs");
  expect(places.withoutPaths("/home/ada/secret/iris.csv: row 3 has 4 fields")).toBe(
    "iris.csv: row 3 has 4 fields",
  );
  expect(places.withoutPaths("no /home/ada/secret/labels.idx there")).toBe("no secret/labels.idx there");
  expect(places.withoutPaths("/home/ada/runs/iris-1/run.json: not JSON")).toBe(
    "runs/iris-1/run.json: not JSON",
  );
});
