/** A failure a person can act on: the message is one plain line that says what to do. */
export class PlainError extends Error {}
