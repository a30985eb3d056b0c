// AppError and validation failures in the words of tRPC: the only translation at this edge. Of a 5xx nothing leaves
// but its code and the trace id under which the server logged it.
import type { TRPCError } from '@trpc/server';
import { ZodError } from 'zod';
import { AppError, type ErrorCode } from './errors.ts';

type TrpcCode = TRPCError['code'];

const trpcCodes: Record<ErrorCode, TrpcCode> = {
  INVALID_INPUT: 'BAD_REQUEST',
  UNAUTHENTICATED: 'UNAUTHORIZED',
  FORBIDDEN: 'FORBIDDEN',
  NOT_FOUND: 'NOT_FOUND',
  CONFLICT: 'CONFLICT',
  TOO_LARGE: 'PAYLOAD_TOO_LARGE',
  UNSUPPORTED: 'UNPROCESSABLE_CONTENT',
  RATE_LIMITED: 'TOO_MANY_REQUESTS',
  VENDOR_FAILED: 'BAD_GATEWAY',
  UNAVAILABLE: 'SERVICE_UNAVAILABLE',
  INTERNAL: 'INTERNAL_SERVER_ERROR',
};

export const trpcCodeOf = (code: ErrorCode): TrpcCode => trpcCodes[code];

/** What a caller may see of a failure. `fields` maps an input's path to what is wrong with it. */
export interface PublicFailure {
  message: string;
  details: Readonly<Record<string, unknown>>;
  fields: Record<string, string>;
}

const serverFailures: Partial<Record<TrpcCode, string>> = {
  BAD_GATEWAY: 'The system behind this connection did not answer as it should. Try again in a moment.',
  SERVICE_UNAVAILABLE: 'This is not available at the moment. Try again shortly.',
};

export function publicFailureOf(error: TRPCError, httpStatus: number): PublicFailure {
  if (httpStatus >= 500) {
    const message = serverFailures[error.code] ?? 'Something went wrong on our side. Quote the trace id when you ask.';
    return { message, details: {}, fields: {} };
  }
  if (error.cause instanceof AppError) {
    return { message: error.cause.message, details: error.cause.details, fields: {} };
  }
  if (error.cause instanceof ZodError) {
    const fields = Object.fromEntries(error.cause.issues.map((issue) => [issue.path.join('.'), issue.message]));
    return { message: 'Some of the input is not valid.', details: {}, fields };
  }
  return { message: error.message, details: {}, fields: {} };
}
