// The road to a vendor that speaks GraphQL: one address, one kind of body, and refusals that arrive inside HTTP 200. A
// connector says what is peculiar (credentials, what its errors mean); the envelope is here (GraphQL specification, "Response").
import { z } from 'zod';
import type { ConnectorContext } from '../connector.ts';
import { ConnectorError } from '../errors.ts';
import { createVendorRoad, type Refusal, type RoadPlan, type VendorCall } from '../http/vendor-road.ts';
import { vendorTime } from '../http/vendor-time.ts';
import type { VendorResponse } from '../http-port.ts';

const errorShape = z.object({
  message: z.string().nullish(),
  path: z.array(z.union([z.string(), z.number()])).nullish(),
  extensions: z.record(z.string(), z.unknown()).nullish(),
});
/** `extensions` is where vendors say what kind of error it is; each in a way of its own */
export type GraphqlError = z.output<typeof errorShape>;

const envelopeShape = z.object({ data: z.unknown().optional(), errors: z.array(errorShape).nullish() });

export interface GraphqlQuestion extends Pick<VendorCall, 'timeoutMs' | 'lane'> {
  /** what is being done, for people: "read the ticket" */
  action: string;
  /** one operation; a mutation changes, a query reads */
  document: string;
  /** values travel here and never inside the document */
  variables?: Record<string, unknown>;
}

export interface GraphqlPlan<Context extends ConnectorContext>
  extends Pick<RoadPlan<Context>, 'vendor' | 'base' | 'headers' | 'renew'> {
  /** of the one address, below the base: "/graphql" */
  path: string;
  /** The vendor's error dialect, asked for the first error of an answer. undefined = judge by the specification alone. */
  refusalOf?(error: GraphqlError, response: VendorResponse, context: Context): Refusal | undefined;
  /** What an answer without any GraphQL in it means. undefined = judge by the HTTP status. */
  refusal?(response: VendorResponse, context: Context): Refusal | undefined;
}

export interface GraphqlRoad<Context extends ConnectorContext> {
  /** The whole `data`, fitted to a shape. @throws ConnectorError also when only a part of the answer could be given */
  ask<T extends z.ZodType>(context: Context, shape: T, question: GraphqlQuestion): Promise<z.output<T>>;
  /** The same, and what time it was at the vendor. */
  askWithTime<T extends z.ZodType>(
    context: Context,
    shape: T,
    question: GraphqlQuestion,
  ): Promise<{ data: z.output<T>; at: Date }>;
}

export function createGraphqlRoad<Context extends ConnectorContext>(plan: GraphqlPlan<Context>): GraphqlRoad<Context> {
  const road = createVendorRoad<Context>({
    ...plan,
    refusal(response, _call, context) {
      const envelope = envelopeShape.safeParse(response.json).data;
      const [error] = envelope?.errors ?? [];
      if (envelope && error) {
        return { ...byTheSpecification(envelope, response), ...plan.refusalOf?.(error, response, context) };
      }
      return plan.refusal?.(response, context);
    },
  });
  const askWithTime: GraphqlRoad<Context>['askWithTime'] = async (context, shape, question) => {
    const { document, variables, ...rest } = question;
    const call = {
      ...rest,
      method: 'POST' as const,
      path: plan.path,
      json: { query: document, variables: variables ?? {} },
      mutates: isMutation(document),
    };
    const response = await road.call(context, call);
    const envelope = road.toShape(envelopeShape, response.json, call, call.mutates);
    return {
      data: road.toShape(shape, envelope.data, call, call.mutates),
      at: vendorTime(response, context.now()),
    };
  };
  return {
    askWithTime,
    ask: async (context, shape, question) => (await askWithTime(context, shape, question)).data,
  };
}

export const isMutation = (document: string): boolean => /^\s*mutation\b/.test(document);

/** An answer without `data` was refused before anything ran; with `data`, also null, the operation had begun. */
function byTheSpecification(envelope: z.output<typeof envelopeShape>, response: VendorResponse): Refusal {
  const messages = (envelope.errors ?? []).flatMap(({ message }) => (message ? [message] : []));
  const said = messages.slice(0, 3).join('; ');
  const refusal: Refusal = said === '' ? {} : { said };
  if (response.status >= 400) return refusal;
  const hasBegun = envelope.data !== undefined;
  return { ...refusal, kind: hasBegun ? 'invalid-input' : 'unsupported', maybeApplied: hasBegun };
}

/** The same question, or null for what does not exist. */
export const nullIfMissing = <T>(answer: Promise<T>): Promise<T | null> =>
  answer.catch((error: unknown) => {
    if (error instanceof ConnectorError && error.kind === 'not-found') return null;
    throw error;
  });
