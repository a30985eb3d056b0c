// How a connector reaches its vendor: one request, one answer. The bus supplies the implementation, which
// guards against internal addresses at connect time, bounds size and time, governs the rate, never follows a
// redirect and never repeats a mutation. A connector has no other road to the network.

export interface VendorRequest {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** absolute URL */
  url: string;
  headers?: Record<string, string>;
  /** at most one of these */
  json?: unknown;
  form?: Record<string, string>;
  multipart?: { name: string; contentType: string; content: string; filename?: string }[];
  /** does this change anything at the vendor? GET may; POST may not (a search). Decides about repetition and effect policy. */
  mutates: boolean;
  timeoutMs?: number;
  /** requests of one lane count together against `limits.laneConcurrency` */
  lane?: string;
}

export interface VendorResponse {
  status: number;
  /** lower-cased names */
  headers: Record<string, string>;
  text: string;
  /** parsed body, or undefined when the body is empty or not JSON; whole numbers beyond 2^53 are given as text */
  json: unknown;
}

/**
 * Gives whatever HTTP answer came, also 4xx and 5xx: a vendor's error dialect is the connector's business.
 * @throws ConnectorError `timeout` | `unavailable` | `wrong-host` when no HTTP answer came
 */
export type SendToVendor = (request: VendorRequest) => Promise<VendorResponse>;
