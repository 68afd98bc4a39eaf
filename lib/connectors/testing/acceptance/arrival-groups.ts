/** What the acceptance pack proves of a connector whose records are delivered to us. */
export const ARRIVAL_GROUPS = {
  set_up: 'connecting answers an address and a secret, which are never shown again',
  arrives: 'what the official library signs is a record, as it was sent',
  once: 'the same delivery again, side by side too, is the same record',
  refused: 'what is changed, unsigned, late or signed with another secret leaves nothing',
  rotated: 'after a rotation both secrets are taken, and then the new one alone',
  sample: 'the sample goes through verification and is a record',
  ended: 'a disconnected one takes nothing, and listens at a new address when reconnected',
  not_asked: 'nothing is ever due, and a sync cannot be asked for',
} as const;

export type ArrivalGroup = keyof typeof ARRIVAL_GROUPS;
