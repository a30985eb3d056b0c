// What the runtime says, to whoever logs. The composition gives the real logger.
export interface RuntimeLog {
  debug(message: string, detail?: Record<string, unknown>): void;
  info(message: string, detail?: Record<string, unknown>): void;
  warn(message: string, detail?: Record<string, unknown>): void;
  error(message: string, detail?: Record<string, unknown>): void;
}

export const silentLog: RuntimeLog = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };

export const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
