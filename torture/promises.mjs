/**
 * What is promised of reliability, and beside the attacks of this folder, which name their promise themselves, the tests
 * that attack it: `[file, what of it]`, paths from the repository's root. The report shows it; `test/promises.test.ts`
 * holds every path to be there.
 */
export const promises = [
  {
    number: 1,
    title: "Nothing is lost",
    promise:
      "The newest acknowledged checkpoint loads whatever kills the process or fails on the disk, no folder of a run is ever unreadable, and a run that is gone on with ends in the bytes of the one that nobody disturbed.",
    tests: [
      ["apps/cli/test/kill.slow.test.ts", "SIGKILL in real trainings, on MNIST's kind of data"],
      ["apps/desktop/test/kills.slow.test.ts", "SIGKILL of the Studio's training process"],
      [
        "packages/trainer/src/node/writeAtomically.test.ts",
        "the old file stays where the new one cannot be written",
      ],
      ["packages/trainer/src/node/runFolder.test.ts", "going on with runs cut off anywhere, a damaged log"],
      ["packages/trainer/src/node/runClaim.test.ts", "two processes that want to write one run"],
      ["packages/trainer/src/resume.test.ts", "every solver goes on to the same bytes"],
      ["packages/trainer/src/sealed.test.ts", "a checksum that reading verifies"],
    ],
  },
  {
    number: 2,
    title: "Nothing is let in",
    promise:
      "Whatever a file holds, reading it ends in a value or in one error that names the place, in bounded time and memory.",
    tests: [
      [
        "packages/tensor-core/src/safetensors.test.ts",
        "lengths and offsets that overlap, leave gaps or go beyond the file",
      ],
      ["packages/tensor-core/src/npy.test.ts", "npy headers that claim more than there is"],
      ["packages/tensor-core/src/npz.test.ts", "zip archives that are cut off, damaged or bombs"],
      ["packages/trainer/src/modelFile.test.ts", "models whose parts do not fit together"],
      ["packages/trainer/src/checkpoint.test.ts", "checkpoints of another kind, version or run"],
      [
        "packages/trainer/src/node/runRecord.test.ts",
        "records of runs with a part missing or of another type",
      ],
      ["packages/datasets/src/parquetPages.test.ts", "Parquet's lengths, runs and shared strings"],
      [
        "packages/trainer/src/node/blocks/blocks.test.ts",
        "files of encoded rows, cut off, damaged and crafted",
      ],
      ["packages/datasets/src/csvPieces.test.ts", "text cut anywhere, lines without end"],
      ["packages/datasets/src/gunzip.test.ts", "gzip that inflates without end, on the web platform"],
      ["packages/datasets/src/node/gunzip.test.ts", "and in Node"],
      ["packages/datasets/src/imageFolder.test.ts", "images that claim to be larger than they are"],
      ["apps/desktop/test/security.slow.test.ts", "what a page in Studio may load, open and ask for"],
    ],
  },
  {
    number: 3,
    title: "A right answer or a clear error",
    promise:
      "Numbers as bad as data have them end in the right model, or in a sentence that says what is wrong and which one option would cure it; never in weights that are not finite.",
    tests: [
      [
        "packages/trainer/src/diagnosis.test.ts",
        "separated classes, steps that are too large, collinear features",
      ],
      ["packages/trainer/src/scaleSpread.test.ts", "features of very different sizes"],
      ["packages/datasets/src/finite.test.ts", "NaN and infinity, refused by row and column"],
      ["packages/trainer/src/certificate.random.test.ts", "the certificate on random problems"],
      ["packages/losses/src/losses.test.ts", "losses at logits of ±10,000"],
      ["apps/cli/test/goldens.test.ts", "optima of other software"],
      ["apps/cli/test/errors.test.ts", "the sentence of every mistake"],
    ],
  },
  {
    number: 4,
    title: "The same bytes again",
    promise:
      "Under `--deterministic` the same seed and data give the same model file for every number of threads in every engine; any run can be repeated on the kernels that it recorded; and `--precision float64` is as near to plain loops as [is derived](kernels-error.md).",
    tests: [
      [
        "packages/tensor-core/src/kernels.float64Bound.test.ts",
        "the derived bound on the distance from the plain loops",
      ],
      ["packages/tensor-core/src/kernels.wasm.threads.test.ts", "the same bits in any number of threads"],
      ["packages/tensor-core/src/elementary.test.ts", "exponentials that are the same bits in every engine"],
      ["packages/tensor-core/test/wasmBuild.test.ts", "the kernels' bytes are what their sources give"],
      ["apps/cli/test/train.test.ts", "`--repeat`"],
      ["test/threads.slow.test.ts", "Chromium's bits, isolated, not, and without workers"],
    ],
  },
  {
    number: 5,
    title: "An answer, not a hang",
    promise:
      "Ctrl-C stops at the next step and saves, twice it ends at once; closed pipes, full disks, vanished inputs and dead workers end with a sentence; no rejection goes unheard.",
    tests: [
      ["apps/cli/test/interrupts.test.ts", "Ctrl-C, once and twice, and going on behind it"],
      ["test/unhandled.test.ts", "a run of the tests fails on a rejection that nobody handles"],
      ["packages/tensor-core/src/kernels.wasm.threads.test.ts", "threads that die"],
      ["apps/cli/test/terminal.test.ts", "the cursor is given back"],
    ],
  },
  {
    number: 6,
    title: "What we depend on",
    promise:
      "Few dependencies, each with a reason; a frozen lock file; no install scripts; a bill of materials and provenance with each release.",
    tests: [
      ["test/dependencies.test.ts", "a row in [dependencies](dependencies.md) for each, exact versions"],
      [
        "test/supplyChain.slow.test.ts",
        "no install scripts, and a bill of materials that the lock file agrees with",
      ],
      ["test/workflows.test.ts", "frozen installs, the release's permissions and provenance"],
      ["test/packages.slow.test.ts", "the packed packages run on the oldest Node, alone"],
    ],
  },
];
