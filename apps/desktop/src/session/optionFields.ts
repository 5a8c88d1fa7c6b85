import { optionGroups, runConfigSchema } from "@softmax/trainer";
import { z } from "zod";
import type { OptionField } from "../shared/ipc/train.js";

interface PropertySchema {
  readonly type?: string;
  readonly enum?: readonly string[];
  readonly const?: string;
  readonly default?: OptionField["default"];
  readonly description?: string;
}

/** The options of a run as a form shows them, all from the trainer's schema. */
export function optionFields(): OptionField[] {
  const { properties } = z.toJSONSchema(runConfigSchema, { io: "input" }) as {
    properties: Record<string, PropertySchema>;
  };
  return Object.entries(properties).map(([name, property]) => ({
    name: name as OptionField["name"],
    group: optionGroups[name as OptionField["name"]],
    ...kindOf(property),
    default: property.default,
    description: property.description ?? "",
  }));
}

function kindOf({ type, enum: values, const: only }: PropertySchema): Pick<OptionField, "kind" | "choices"> {
  const choices = values ?? (only === undefined ? undefined : [only]);
  if (choices) return { kind: "choice", choices };
  if (type === "number" || type === "integer" || type === "boolean") return { kind: type };
  return { kind: type === "array" ? "list" : "text" };
}
