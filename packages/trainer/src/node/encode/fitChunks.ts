import { type Encoder, type EncoderFitter, type EncoderOptions, encoderFitter } from "@softmax/datasets";
import type { ChunkedDataset } from "@softmax/datasets/node";
import type { ChunkParts } from "./chunkParts.js";

/** Values of a column that are kept for its median, and bytes of these and of the counts that more of them take. */
const ROOM = 8192;
const COLUMN_BYTES = 8 * ROOM + 4 * 2 ** 16;

/** How the encoders of chunks are fitted. */
export interface FitLimits {
  /** What may be kept of all columns together; those that are too many are fitted one after another. */
  readonly bytes: number;
  /** Called before each chunk, with the share of all columns that is done. */
  onChunk(done: number): void;
}

/**
 * `fitEncoders` of the training rows, to the last bit. Number columns take two passes over their values or, of more than
 * 8192 that are not bytes, three, seldom more; strings one, texts two; bytes one.
 *
 * @throws DataError (the promise rejects) as `fitEncoders`
 */
export async function fitChunks(
  data: ChunkedDataset,
  parts: ChunkParts,
  options: EncoderOptions,
  { bytes, onChunk }: FitLimits,
): Promise<readonly Encoder[]> {
  const { columns } = options;
  const most = Math.max(1, Math.floor(bytes / COLUMN_BYTES));
  const encoders: Encoder[] = [];
  for (let from = 0; from < columns.length; from += most) {
    const some = columns.slice(from, from + most);
    const share = (done: number) => onChunk((from + done * some.length) / columns.length);
    encoders.push(
      ...(await fitSome(data, parts, encoderFitter(options, { room: ROOM, columns: some }), share)),
    );
  }
  return encoders;
}

async function fitSome(
  data: ChunkedDataset,
  parts: ChunkParts,
  fitter: EncoderFitter,
  onChunk: (done: number) => void,
): Promise<readonly Encoder[]> {
  for (let pass = 0; ; pass++) {
    for await (const chunk of data.chunks(fitter.wanted)) {
      const from = chunk.firstRow!;
      onChunk(Math.min(0.99, (pass + from / data.nSamples) / 3));
      fitter.add(chunk, parts.rows("train", from, from + chunk.nSamples));
    }
    const encoders = fitter.finish();
    if (encoders) return encoders;
  }
}
