import type { MessageInitShape } from "@bufbuild/protobuf";
import type {
  Expression_LiteralSchema,
  Expression_UnresolvedNamedLambdaVariableSchema,
  ExpressionSchema,
} from "./generated/expressions_pb.js";
import type { DataTypeSchema } from "./generated/types_pb.js";

/** A column expression as Spark Connect sends it. */
export type Expr = MessageInitShape<typeof ExpressionSchema>;
export type Literal = MessageInitShape<typeof Expression_LiteralSchema>;
type Type = MessageInitShape<typeof DataTypeSchema>;
type Variable = MessageInitShape<typeof Expression_UnresolvedNamedLambdaVariableSchema>;

const literal = (value: Literal): Expr => ({ exprType: { case: "literal", value } });

export const double = (value: number): Expr => literal({ literalType: { case: "double", value } });
export const integer = (value: number): Expr => literal({ literalType: { case: "integer", value } });
export const text = (value: string): Expr => literal({ literalType: { case: "string", value } });
/** No value, of a type. */
export const nothing = (type: "double" | "string"): Expr =>
  literal({ literalType: { case: "null", value: { kind: { case: type, value: {} } } } });
export const doubles = (values: Iterable<number>): Expr => literal(doublesLiteral(values));
export const texts = (values: readonly string[]): Expr =>
  literal(
    arrayLiteral(
      { kind: { case: "string", value: {} } },
      values.map((value) => ({ literalType: { case: "string", value } })),
    ),
  );
/** Rows of `length` numbers each. */
export const matrix = (values: Float64Array, length: number): Expr =>
  literal(
    arrayLiteral(
      { kind: { case: "array", value: { elementType: DOUBLE, containsNull: false } } },
      Array.from({ length: values.length / length }, (_, r) =>
        doublesLiteral(values.subarray(r * length, (r + 1) * length)),
      ),
    ),
  );

const DOUBLE: Type = { kind: { case: "double", value: {} } };

const doublesLiteral = (values: Iterable<number>): Literal =>
  arrayLiteral(
    DOUBLE,
    Array.from(values, (value) => ({ literalType: { case: "double", value } })),
  );

const arrayLiteral = (elementType: Type, elements: Literal[]): Literal => ({
  literalType: { case: "array", value: { elementType, elements } },
});

/** A column by its name, whatever characters it holds. */
export const column = (name: string): Expr => ({
  exprType: {
    case: "unresolvedAttribute",
    value: { unparsedIdentifier: `\`${name.replaceAll("`", "``")}\`` },
  },
});

/** A function of Spark SQL by its name. */
export const call = (functionName: string, ...args: Expr[]): Expr => ({
  exprType: { case: "unresolvedFunction", value: { functionName, arguments: args } },
});

export const as = (expr: Expr, ...name: string[]): Expr => ({
  exprType: { case: "alias", value: { expr, name } },
});

export const cast = (expr: Expr, type: string): Expr => ({
  exprType: { case: "cast", value: { expr, castToType: { case: "typeStr", value: type } } },
});

/** Field of a struct, or element of an array counted from 0. */
export const at = (child: Expr, key: string | number): Expr => ({
  exprType: {
    case: "unresolvedExtractValue",
    value: { child, extraction: typeof key === "number" ? integer(key) : text(key) },
  },
});

/**
 * `(a, b) -> body`, for `transform`, `zip_with` and `aggregate`. A lambda inside another one needs other names to see the
 * outer one's variables.
 */
export function lambda(names: readonly string[], body: (...variables: Expr[]) => Expr): Expr {
  const variables = names.map((name): Variable => ({ nameParts: [name] }));
  const expressions = variables.map(
    (value): Expr => ({ exprType: { case: "unresolvedNamedLambdaVariable", value } }),
  );
  return {
    exprType: { case: "lambdaFunction", value: { function: body(...expressions), arguments: variables } },
  };
}

export const plus = (a: Expr, b: Expr): Expr => call("+", a, b);
export const minus = (a: Expr, b: Expr): Expr => call("-", a, b);
export const times = (a: Expr, b: Expr): Expr => call("*", a, b);
export const over = (a: Expr, b: Expr): Expr => call("/", a, b);
export const equal = (a: Expr, b: Expr): Expr => call("==", a, b);
export const either = (condition: Expr, yes: Expr, no: Expr): Expr => call("if", condition, yes, no);
