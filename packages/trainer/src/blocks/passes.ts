import { blockBytes } from "@softmax/tensor-core";
import type { LoopState, Phase } from "../checkpoint.js";
import { eventLoopTurns } from "../clock.js";
import type { InterruptEvent, PassEvent } from "../events.js";
import type { BlockReader } from "./blockReader.js";
import type { BlockStore } from "./blocks.js";
import type { Piece } from "./shuffledRows.js";
import { type BlockPass, requireSize, type Tape, Wanted } from "./tape.js";

/** How a computation over rows that are read block by block is carried out. */
export interface Passes {
  /**
   * What `question` returns in the end, having been asked again after every pass that it wanted. A state that was left in
   * the same phase goes on inside that pass.
   *
   * @throws the signal's reason where it aborts, at the end of a block, after an `interrupt` event with the state.
   */
  answer<T>(phase: Phase, loop: LoopState, question: () => T): AsyncGenerator<PassEvent | InterruptEvent, T>;
}

export interface PassesOptions {
  readonly store: BlockStore;
  readonly reader: BlockReader;
  readonly tape: Tape;
  readonly signal?: AbortSignal;
  /** Seconds of the run so far. */
  readonly elapsed: () => number;
}

/** Seconds between the events of a pass, at least. */
const EVENT_SECONDS = 0.1;

interface Begun {
  readonly sums: Float64Array;
  readonly blocks: number;
}

export function streamedPasses({ store, reader, tape, signal, elapsed }: PassesOptions): Passes {
  const breathe = eventLoopTurns();
  let passes = 0;
  let toldAt = 0;

  /** Carries out a pass, from where it was left. */
  async function* stream(
    phase: Phase,
    loop: LoopState,
    pass: BlockPass,
    begun: Begun = { sums: new Float64Array(pass.size), blocks: 0 },
  ): AsyncGenerator<PassEvent | InterruptEvent, Float64Array> {
    requireSize(begun.sums, pass);
    const { part, precision, rows } = pass;
    const sums = begun.sums.slice();
    const add = pass.into(sums);
    const { blocks } = store.parts[part]!;
    const pieces: readonly Piece[] = rows?.pieces ?? blocks.map((_, block) => ({ block }));
    const placeOf = (block: number) => ({ part, block, precision });
    const progress = progressOf(store, pass, pieces, begun.blocks, elapsed());
    const { step } = loop.solver;
    const ahead = rows ? rows.ahead : 0;
    passes++;
    for (let k = begun.blocks; k < pieces.length; k++) {
      const block = await reader.get(placeOf(pieces[k].block));
      const next = pieces[k + 1]?.block ?? ahead;
      if (next !== undefined) reader.ahead(placeOf(next));
      add(block, pieces[k].rows);
      progress.done(pieces[k]);
      const seconds = elapsed();
      const state = () => ({
        ...loop,
        passes: { phase, done: [...tape.sums], sums: sums.slice(), blocks: k + 1 },
      });
      if (signal?.aborted) {
        yield { type: "interrupt", step, state: state(), seconds };
        throw signal.reason;
      }
      if (seconds - toldAt >= EVENT_SECONDS) {
        toldAt = seconds;
        yield { type: "pass", step, pass: passes, ...progress.at(seconds), state: state(), seconds };
      }
      await breathe();
    }
    return sums;
  }

  return {
    async *answer(phase, loop, question) {
      const left = loop.passes?.phase === phase ? loop.passes : undefined;
      tape.clear();
      for (const sums of left?.done ?? []) tape.push(sums);
      let begun: Begun | undefined = left && left.blocks > 0 ? left : undefined;
      for (;;) {
        tape.rewind();
        const { answer, wanted } = asked(question);
        if (!wanted) return answer as ReturnType<typeof question>;
        tape.push(yield* stream(phase, loop, wanted, begun));
        begun = undefined;
      }
    },
  };
}

/** The answer, or the pass that it takes. */
function asked<T>(question: () => T): { answer?: T; wanted?: BlockPass } {
  try {
    return { answer: question() };
  } catch (error) {
    if (error instanceof Wanted) return { wanted: error.pass };
    throw error;
  }
}

/** Counts rows and bytes of a pass, some of whose pieces were done when it began. */
function progressOf(
  store: BlockStore,
  { part }: BlockPass,
  pieces: readonly Piece[],
  before: number,
  begunAt: number,
) {
  const { blocks } = store.parts[part]!;
  const rowsOf = ({ block, rows }: Piece) => rows?.length ?? blocks[block].nRows;
  const count = (some: readonly Piece[]) => some.reduce((sum, piece) => sum + rowsOf(piece), 0);
  const [rows, rowsBefore] = [count(pieces), count(pieces.slice(0, before))];
  let [rowsDone, bytes] = [rowsBefore, 0];
  return {
    done(piece: Piece): void {
      rowsDone += rowsOf(piece);
      bytes += blockBytes(store.layout, blocks[piece.block]);
    },
    at(seconds: number): Pick<PassEvent, "rowsDone" | "rows" | "bytesPerSecond" | "secondsLeft"> {
      const taken = Math.max(seconds - begunAt, 1e-9);
      const secondsLeft = (taken * (rows - rowsDone)) / Math.max(rowsDone - rowsBefore, 1);
      return { rowsDone, rows, bytesPerSecond: bytes / taken, secondsLeft };
    },
  };
}
