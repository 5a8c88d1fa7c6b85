import type { MessageInitShape } from "@bufbuild/protobuf";
import type { Expr } from "./expressions.js";
import { Aggregate_GroupType, type RelationSchema } from "./generated/relations_pb.js";

/** Rows in the cluster as Spark Connect describes them: a plan, not data. */
export type Relation = MessageInitShape<typeof RelationSchema>;

export const read = (format: string, paths: string[], options: Record<string, string>): Relation => ({
  relType: {
    case: "read",
    value: { readType: { case: "dataSource", value: { format, paths, options } } },
  },
});

export const project = (input: Relation, expressions: Expr[]): Relation => ({
  relType: { case: "project", value: { input, expressions } },
});

export const filter = (input: Relation, condition: Expr): Relation => ({
  relType: { case: "filter", value: { input, condition } },
});

export const limit = (input: Relation, count: number): Relation => ({
  relType: { case: "limit", value: { input, limit: count } },
});

/** One row a group, or one row where there is nothing to group by; the groups' own columns come first. */
export const aggregate = (input: Relation, groupingExpressions: Expr[], aggregates: Expr[]): Relation => ({
  relType: {
    case: "aggregate",
    value: {
      input,
      groupType: Aggregate_GroupType.GROUPBY,
      groupingExpressions,
      aggregateExpressions: [...groupingExpressions, ...aggregates],
    },
  },
});

/** Rows that travel with the plan: an Arrow IPC stream. */
export const local = (data: Uint8Array): Relation => ({
  relType: { case: "localRelation", value: { data } },
});
