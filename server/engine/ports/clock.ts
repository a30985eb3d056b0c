// Time, as the engine may know it.
export interface Clock {
  now(): Date;
  /** for short pauses inside a segment only; anything longer parks the run */
  sleep(ms: number): Promise<void>;
}
