/**
 * What travels between workflow and activities, and is kept in histories: new fields must be
 * optional.
 */
export interface JobRun {
  /** The job's key: at most one with it waits or runs. */
  key: string;
  payload: unknown;
  /** A worker that gives no sign of life for so long has lost the job. */
  heartbeat_seconds: number;
}

export interface Activities {
  run: (key: string, payload: unknown) => Promise<void>;
  cancel: (payload: unknown) => Promise<void>;
}
