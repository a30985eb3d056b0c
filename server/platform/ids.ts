// UUIDv7 (RFC 9562): sortable by time; the partitioned tables are cut by it.
import { v7, validate } from 'uuid';

export const newId = (): string => v7();
/** An id as if made at that time: for seeds and for the bounds of a time range. */
export const idAt = (at: Date): string => v7({ msecs: at.getTime() });
export const isId = (value: string): boolean => validate(value);
