import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type CsvOptions, parseCsv } from "./csv.js";
import { DataError, type Dataset } from "./dataset.js";
import { columnLabels } from "./labels.js";

const parse = (text: string, options: Partial<CsvOptions> = {}): Dataset =>
  parseCsv(new TextEncoder().encode(text), { name: "t.csv", ...options });

/** Columns by name, `null` where missing. */
const table = (dataset: Dataset) =>
  Object.fromEntries(dataset.columns.map((column) => [column.name, columnLabels(column)]));

const failure = (text: string, options?: Partial<CsvOptions>): string => {
  try {
    parse(text, options);
  } catch (error) {
    expect(error).toBeInstanceOf(DataError);
    return (error as DataError).message;
  }
  return "no error";
};

describe("columns", () => {
  it("are numbers where every field is one, else strings", () => {
    const dataset = parse("a,b,c\n1,x,2.5e1\n-2,y,.5\n");
    expect(dataset.columns.map(({ kind }) => kind)).toEqual(["number", "string", "number"]);
    expect(table(dataset)).toEqual({ a: [1, -2], b: ["x", "y"], c: [25, 0.5] });
    expect(dataset).toMatchObject({ name: "t.csv", nSamples: 2 });
  });

  it.each(["", "?", "NA", "n/a", "NaN", "nan", "null", "NULL", " NA ", '"NA"', '""'])(
    "hold nothing where the field is %j",
    (gap) => {
      expect(table(parse(`a,b\n1,x\n${gap},${gap}\n3,y`))).toEqual({ a: [1, null, 3], b: ["x", null, "y"] });
    },
  );

  it("keep `none` and `unknown` as categories", () => {
    expect(table(parse("a,b\nnone,1\nunknown,2"))).toEqual({ a: ["none", "unknown"], b: [1, 2] });
  });

  it("become strings as a whole when text appears beyond the first hundred rows", () => {
    const rows = Array.from({ length: 250 }, (_, i) => (i === 200 ? `A-7,${i}` : `00${i},${i}`));
    const { id, n } = table(parse(`id,n\n${rows.join("\n")}`));
    expect(id.slice(199, 202)).toEqual(["00199", "A-7", "00201"]);
    expect(n[200]).toBe(200);
  });

  it("are left out where they have neither a name nor a value", () => {
    expect(Object.keys(table(parse("a,b,\n1,x,\n2,y,\n")))).toEqual(["a", "b"]);
  });

  it("without a name are called by their position", () => {
    expect(Object.keys(table(parse(",a,b\n0,x,1\n1,y,2")))).toEqual(["column1", "a", "b"]);
  });

  it("grow beyond the number of rows estimated from the first ones", () => {
    const long = Array.from({ length: 1100 }, () => "123456789012345678901234567890,1");
    const short = Array.from({ length: 20_000 }, (_, i) => `${i % 10},2`);
    const { x } = table(parse(`x,y\n${[...long, ...short].join("\n")}`));
    expect(x.length).toBe(21_100);
    expect(x.slice(-3)).toEqual([7, 8, 9]);
  });
});

describe("delimiter and decimal mark", () => {
  it.each([
    ["comma", "a,b\n1,2"],
    ["semicolon", "a;b\n1;2"],
    ["tab", "a\tb\n1\t2"],
    ["bar", "a|b\n1|2"],
  ])("sniffs a %s", (_, text) => {
    expect(table(parse(text))).toEqual({ a: [1], b: [2] });
  });

  it("takes the one that divides every line alike", () => {
    const text = "label\ttext\nham\tyes, no, maybe\nspam\twin; now\nham\tok";
    expect(table(parse(text)).text).toEqual(["yes, no, maybe", "win; now", "ok"]);
  });

  it("reads one column where nothing divides the lines", () => {
    expect(table(parse("word\nred\nblue"))).toEqual({ word: ["red", "blue"] });
  });

  it("takes the delimiter it is given", () => {
    expect(table(parse("a~b\n1~2", { delimiter: "~" }))).toEqual({ a: [1], b: [2] });
    expect(failure("a,b\n1,2", { delimiter: "::" })).toBe(
      't.csv: delimiter "::"; expected one ASCII character',
    );
  });

  it("reads decimal commas between semicolons", () => {
    expect(table(parse("a;b\n1,5;x\n2;y\n-0,25;z"))).toEqual({ a: [1.5, 2, -0.25], b: ["x", "y", "z"] });
  });
});

describe("header", () => {
  it.each([
    ["text above numbers", "length,width\n1,2\n3,4", true],
    ["numbers only", "1,2\n3,4", false],
    ["UCI's iris, label last", "5.1,3.5,setosa\n6.3,3.3,virginica\n4.9,3.0,setosa", false],
    ["text that is met again", "ham,hello\nspam,buy\nham,bye", false],
    ["text that is not met again", "Label,SMS\nham,hello\nspam,buy", true],
    ["numbers counting up beside a name", "Letter,1,2,3\nT,2,8,3\nI,5,12,3", true],
    ["pandas' column numbers", "0,1,2,3\n5.1,3.5,1.4,0\n4.9,3.0,1.4,0", true],
    ["one line of numbers", "1,2,5", false],
  ])("is told from data: %s", (_, text, hasHeader) => {
    const lines = text.split("\n").length;
    expect(parse(text).nSamples).toBe(hasHeader ? lines - 1 : lines);
  });

  it("can be stated", () => {
    expect(table(parse("a,b\nc,d", { header: false }))).toEqual({ column1: ["a", "c"], column2: ["b", "d"] });
    expect(table(parse("1,2\n3,4", { header: true }))).toEqual({ 1: [3], 2: [4] });
  });

  it("must not name two columns alike", () => {
    expect(failure("a,b,a\n1,2,3")).toBe(
      't.csv, line 1: two columns are called "a"; expected distinct names',
    );
  });
});

describe("quotes", () => {
  it("hold delimiters, doubled quotes, line ends and blanks", () => {
    const text = 'name,n\n"a, ""b""",1\n"two\r\nlines",2\n" blank ",3\n  bare  ,4\n';
    expect(table(parse(text)).name).toEqual(['a, "b"', "two\r\nlines", " blank ", "bare"]);
  });

  it("count as text where the field does not begin with one", () => {
    expect(table(parse('size,n\n6" nail,1\n9",2')).size).toEqual(['6" nail', '9"']);
  });

  it("are undone around numbers", () => {
    expect(table(parse('"a","b"\n"1","x"\n"2.5","y"'))).toEqual({ a: [1, 2.5], b: ["x", "y"] });
  });

  it("give the same category as the bare text", () => {
    expect(parse('a,n\nx,1\n"x",2').columns[0]).toMatchObject({ categories: ["x"] });
    expect(parse('a,n\n6" x,1\n"6"" x",2').columns[0]).toMatchObject({ categories: ['6" x'] });
  });

  it("are text in a whole tab-separated file in which one is never properly closed", () => {
    const text = 'label\ttext\nham\t"Hi" she said\nspam\t"all of it"\nham\t"open\nspam\tend"\n';
    expect(table(parse(text)).text).toEqual(['"Hi" she said', '"all of it"', '"open', 'end"']);
  });

  it("quote in a tab-separated file in which all are properly closed", () => {
    expect(table(parse('label\ttext\nham\t"a\tb"\nspam\t"c ""d"""')).text).toEqual(["a\tb", 'c "d"']);
  });

  it("must be closed, and at the end of the field", () => {
    expect(failure('\n"a,b\n1,2')).toBe(
      't.csv, line 2: a quoted field that is never closed, expected a closing "',
    );
    expect(failure('a,b\n1,"x\n2,y')).toBe(
      't.csv, line 2, column "b": a quoted field that is never closed, expected a closing "',
    );
    expect(failure('a,b\n1,x\n"2"3,y')).toBe(
      't.csv, line 3, column "a": text behind a closing quote, expected "" for a quote inside a quoted field',
    );
  });
});

describe("lines", () => {
  const expected = { a: [1, 3], b: [2, 4] };
  it.each([
    ["LF", "a,b\n1,2\n3,4\n"],
    ["CRLF", "a,b\r\n1,2\r\n3,4\r\n"],
    ["CR", "a,b\r1,2\r3,4\r"],
    ["no last line end", "a,b\n1,2\n3,4"],
    ["blank lines", "\n\na,b\n\n1,2\r\n\r\n3,4\n\n"],
    ["a byte order mark", "\ufeffa,b\n1,2\n3,4\n"],
  ])("may end or begin with %s", (_, text) => {
    expect(table(parse(text))).toEqual(expected);
  });

  it("may be UTF-16 with a byte order mark", () => {
    const bytes = new Uint8Array(Uint16Array.from("\ufeffé;n\nß;1\n", (unit) => unit.charCodeAt(0)).buffer);
    expect(table(parseCsv(bytes, { name: "t" }))).toEqual({ é: ["ß"], n: [1] });
  });

  it("must be UTF-8", () => {
    const bytes = Uint8Array.of(
      ...new TextEncoder().encode("a,n\nx,1\n"),
      0xe9,
      ...new TextEncoder().encode(",2\n"),
    );
    expect(() => parseCsv(bytes, { name: "t" })).toThrow('t, line 3, column "a": text that is not UTF-8');
  });

  it("must have the same number of fields; the error has the line", () => {
    expect(failure("a,b,c\n1,2,3\n\n4,5\n")).toBe("t.csv, line 4: 2 fields, expected 3");
    expect(failure("a,b\n1,2\n1,2,3\n")).toBe("t.csv, line 3: more than the expected 2 fields");
    expect(failure('a,b\n"x\ny",2\n1\n')).toBe("t.csv, line 4: 1 field, expected 2");
  });

  it("must be there", () => {
    expect(failure("")).toBe("t.csv: no records; expected delimited text");
    expect(failure("a,b\n", { header: true })).toBe("t.csv: no rows of data; expected at least one");
  });

  it("must not be compressed", () => {
    expect(() => parseCsv(Uint8Array.of(0x1f, 0x8b, 8), { name: "t.csv.gz" })).toThrow(
      "t.csv.gz: gzip-compressed bytes",
    );
  });
});

describe("scikit-learn's first line", () => {
  it("is none where a class has the name of another", () => {
    const dataset = parse("2,3,no,no\n1.5,2.5,3.5,0\n2.5,3.5,4.5,1\n");
    expect(dataset.label).toBeUndefined();
  });

  it("names the classes of the last column's codes", () => {
    const dataset = parse("3,2,setosa,virginica\n5.1,3.5,0\n6.3,3.3,1\n4.9,3.0,0\n");
    expect(dataset.label).toBe("label");
    expect(table(dataset)).toEqual({
      column1: [5.1, 6.3, 4.9],
      column2: [3.5, 3.3, 3],
      label: ["setosa", "virginica", "setosa"],
    });
  });

  it("must have the right number of samples and classes", () => {
    expect(failure("4,2,a,b\n1,2,0\n3,4,1")).toBe("t.csv, line 1: 4 samples announced, but 2 rows follow");
    expect(failure("2,2,a,b\n1,2,0\n3,4,2")).toBe(
      "t.csv, row 2: the label is not a class code, expected 0 … 1",
    );
  });
});

it("any bytes are either a table of equal columns or a DataError", () => {
  const marks = fc.string({ unit: fc.constantFrom(...'ab12.-e",;\t\n\r '), maxLength: 80 });
  const bytes = fc.oneof(
    marks.map((text) => new TextEncoder().encode(text)),
    fc.uint8Array({ maxLength: 80 }),
  );
  fc.assert(
    fc.property(bytes, (text) => {
      try {
        const { columns, nSamples } = parseCsv(text, { name: "t" });
        for (const column of columns) expect(columnLabels(column).length).toBe(nSamples);
      } catch (error) {
        expect(error).toBeInstanceOf(DataError);
      }
    }),
    { numRuns: 3000 },
  );
});
