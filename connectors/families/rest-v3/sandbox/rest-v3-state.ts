// What a dialect of the REST v3 family keeps beside the world, and the switches for what servers do differently.
import type { SandboxAnswer, SandboxContext, SandboxRoute } from '#connectors/sdk/sandbox/sandbox-dialect.ts';

/** How one product differs from another. */
export interface RestV3DialectOptions {
  connector: string;
  /** what stands before the paths: "/api/v3" */
  base: string;
  tokenId: string;
  errors: 'meta' | 'error';
  environmentPath: '/environment' | '/environment/';
  quirks: Partial<RestV3Quirks>;
}

export type RestV3Quirks = {
  /** scripts set the output variable RunTag, as our README asks for */
  setsTagOutput: boolean;
  /** scripts have an input variable CallbackUrl */
  declaresCallback: boolean;
  /** times in lists are ISO texts instead of epoch seconds */
  hasIsoTimes: boolean;
  /** the key of a signature is the bytes of the hexadecimal text */
  signsWithBytes: boolean;
  /** webhooks are updated by PATCH, and PUT is not allowed */
  updatesByPatch: boolean;
  /** filters with "or" are refused */
  refusesOr: boolean;
  /** lists without a TotalCount */
  hidesTotals: boolean;
  /** how a script on an offline device is refused */
  offlineStatus: number;
  /** what an asset says about the last boot */
  tellsLastReboot: boolean;
  /** instead of the uptime in words */
  uptime: string | null;
};

export type RestV3SandboxWebhook = {
  Id: number;
  Name: string | null;
  Description: string | null;
  Priorities: string[];
  OrganizationIds: number[] | null;
  Headers: Record<string, string> | null;
  Url: string;
  CreatedAt: string;
  Language: string;
  SecretKey: string;
};

export type RestV3SandboxState = {
  tokens: Record<string, { secret: string; mayWrite: boolean }>;
  dismissed: number[];
  webhooks: RestV3SandboxWebhook[];
  quirks: RestV3Quirks;
};

export const initialRestV3State = ({ tokenId, quirks }: RestV3DialectOptions): RestV3SandboxState => ({
  tokens: {
    [tokenId]: { secret: 'sandbox-token-secret-0a1b2c3d', mayWrite: true },
    [`${tokenId}-reader`]: { secret: 'sandbox-token-secret-0a1b2c3d', mayWrite: false },
  },
  dismissed: [],
  webhooks: [],
  quirks: {
    setsTagOutput: true,
    declaresCallback: true,
    hasIsoTimes: false,
    signsWithBytes: false,
    updatesByPatch: false,
    refusesOr: false,
    hidesTotals: false,
    offlineStatus: 400,
    tellsLastReboot: true,
    uptime: null,
    ...quirks,
  },
});

export type RestV3Sandbox = SandboxContext<RestV3SandboxState>;
export type RestV3Route = SandboxRoute<RestV3SandboxState>;

export const ok = (data: unknown): SandboxAnswer => ({
  status: 200,
  json: { Data: data, Meta: { ResponseCode: 200 } },
});
export const done: SandboxAnswer = { status: 200, json: { Meta: { ResponseCode: 200 } } };

/** Pulseway's documented envelope, or the one that a client of VSA X saw. */
export const refuse = (
  { errors }: Pick<RestV3DialectOptions, 'errors'>,
  status: number,
  message: string,
): SandboxAnswer => ({
  status,
  json:
    errors === 'meta'
      ? { Data: null, Meta: { ResponseCode: status, ErrorMessage: message } }
      : { Error: { Message: message, Details: null } },
});
