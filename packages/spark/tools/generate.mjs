/**
 * Rebuilds src/generated, the Spark Connect client, from the protocol's descriptions inside the `pyspark` package:
 *
 *     PYTHONPATH=<where pyspark[connect] is> node packages/spark/tools/generate.mjs
 *
 * What this package does not send or read is left out first; a receiver skips unknown fields, so the messages on the
 * wire stay what they are.
 */
import { spawnSync } from "node:child_process";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { create, fromBinary, toBinary } from "@bufbuild/protobuf";
import {
  CodeGeneratorRequestSchema,
  CodeGeneratorResponseSchema,
  FileDescriptorSetSchema,
} from "@bufbuild/protobuf/wkt";

const here = dirname(fileURLToPath(import.meta.url));

/** Of these messages (and of the service) only the named fields (and methods) are kept. */
const kept = {
  Relation: ["common", "read", "project", "filter", "limit", "aggregate", "local_relation", "ml_relation"],
  Command: ["write_operation", "ml_command"],
  Expression: [
    ...["literal", "unresolved_attribute", "unresolved_function", "alias", "cast"],
    ...["unresolved_extract_value", "lambda_function", "unresolved_named_lambda_variable"],
  ],
  Plan: ["root", "command"],
  MlCommand: ["fit", "fetch", "delete", "get_cache_info"],
  UserContext: ["user_id", "user_name"],
  RelationCommon: ["plan_id"],
  MlRelation: ["transform"],
  AnalyzePlanRequest: [
    ...["session_id", "client_observed_server_side_session_id", "user_context", "client_type"],
    ...["schema", "spark_version"],
  ],
  AnalyzePlanResponse: ["session_id", "server_side_session_id", "schema", "spark_version"],
  ExecutePlanResponse: [
    ...["session_id", "server_side_session_id", "operation_id", "response_id", "arrow_batch"],
    ...["result_complete", "execution_progress", "ml_command_result"],
  ],
  Read: ["data_source", "named_table"],
  Aggregate: ["input", "group_type", "grouping_expressions", "aggregate_expressions"],
  SparkConnectService: [
    ...["ExecutePlan", "AnalyzePlan", "Interrupt", "ReattachExecute", "ReleaseExecute"],
    "ReleaseSession",
  ],
};

/** Descriptors in, files out: the whole of what `src/generated` holds, by path. */
export function generate() {
  const described = spawnSync("python3", [join(here, "descriptors.py")], { maxBuffer: 2 ** 26 });
  if (described.status !== 0) throw new Error(`descriptors.py: ${described.stderr}`);
  const files = pruned(fromBinary(FileDescriptorSetSchema, described.stdout).file);
  const request = create(CodeGeneratorRequestSchema, {
    fileToGenerate: files.map(({ name }) => name),
    parameter: "target=ts,import_extension=js",
    protoFile: files,
  });
  const plugin = createRequire(import.meta.url).resolve("@bufbuild/protoc-gen-es/package.json");
  const made = spawnSync(process.execPath, [join(dirname(plugin), "bin/protoc-gen-es")], {
    input: toBinary(CodeGeneratorRequestSchema, request),
    maxBuffer: 2 ** 26,
  });
  const { error, file } = fromBinary(CodeGeneratorResponseSchema, made.stdout);
  if (error || made.status !== 0) throw new Error(`protoc-gen-es: ${error || made.stderr}`);
  return new Map(file.map(({ name, content }) => [name.replace("spark/connect/", ""), content]));
}

/** The files with what the service reaches through the kept fields; files of which nothing is left are left out. */
function pruned(files) {
  const types = new Map();
  const index = (scope, message) => {
    const name = `${scope}.${message.name}`;
    types.set(name, message);
    for (const nested of message.nestedType) index(name, nested);
    for (const nested of message.enumType) types.set(`${name}.${nested.name}`, nested);
  };
  for (const file of files) {
    for (const message of file.messageType) index(`.${file.package}`, message);
    for (const type of file.enumType) types.set(`.${file.package}.${type.name}`, type);
  }
  const reached = new Set();
  const reach = (name) => {
    const scope = name.slice(0, name.lastIndexOf("."));
    if (reached.has(name) || !types.has(name)) return;
    reached.add(name);
    if (types.has(scope)) reached.add(scope);
    const message = types.get(name);
    if (!message.field) return;
    keepFields(message);
    for (const field of message.field) if (field.typeName) reach(field.typeName);
  };
  for (const file of files)
    for (const service of file.service) {
      service.method = service.method.filter(({ name }) => kept[service.name].includes(name));
      for (const { inputType, outputType } of service.method)
        for (const type of [inputType, outputType]) reach(type);
    }
  for (const file of files) keepReached(file, `.${file.package}`, reached);
  const left = files.filter(({ messageType, enumType }) => messageType.length + enumType.length > 0);
  for (const file of left) dropDependencies(file, left);
  return left;
}

/** Drops fields that are not kept, and those that carry anything whatever (`Any`); renumbers what is left of oneofs. */
function keepFields(message) {
  const names = kept[message.name];
  message.field = message.field.filter(
    ({ name, typeName }) => (!names || names.includes(name)) && typeName !== ".google.protobuf.Any",
  );
  const used = message.oneofDecl.map((_, k) => message.field.some((field) => oneofOf(field) === k));
  for (const field of message.field)
    if (oneofOf(field) !== undefined)
      field.oneofIndex = used.slice(0, field.oneofIndex).filter(Boolean).length;
  message.oneofDecl = message.oneofDecl.filter((_, k) => used[k]);
}

const oneofOf = (field) => (Object.hasOwn(field, "oneofIndex") ? field.oneofIndex : undefined);

function keepReached(scope, name, reached) {
  const list = scope.messageType ? "messageType" : "nestedType";
  const isReached = (type) => reached.has(`${name}.${type.name}`);
  scope[list] = scope[list].filter(isReached);
  scope.enumType = scope.enumType.filter(isReached);
  for (const message of scope[list]) keepReached(message, `${name}.${message.name}`, reached);
}

/** Imports of files that are gone or of which nothing is used. */
function dropDependencies(file, left) {
  const text = JSON.stringify(file, (_, value) => (typeof value === "bigint" ? String(value) : value));
  file.dependency = file.dependency.filter((name) => {
    const imported = left.find((other) => other.name === name);
    return imported?.messageType
      .concat(imported.enumType)
      .some((type) => text.includes(`".${imported.package}.${type.name}`));
  });
  file.publicDependency = [];
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const folder = join(here, "../src/generated");
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  for (const [name, content] of generate()) writeFileSync(join(folder, name), content);
}
