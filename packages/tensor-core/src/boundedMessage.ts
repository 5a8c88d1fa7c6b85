/**
 * An error's message of at most 500 characters. A longer one quotes a file at length, a name of a megabyte for one: its
 * beginning, which says where, and its end, which says what was expected, are kept.
 */
export const boundedMessage = (message: string): string =>
  message.length <= 500 ? message : `${message.slice(0, 300)} … ${message.slice(-197)}`;
