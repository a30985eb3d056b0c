// What people are asked: the exact plan, never prose alone.
import type { Json } from './run-records.ts';

export interface PlannedCall {
  path: string;
  capability: string;
  effect: 'write' | 'destructive';
  arguments: Json;
  /** name of the device as we know it, computed, not told by anybody */
  device: string | null;
  script: { name: string; sha256: string | null } | null;
}

export interface ApprovalPlan {
  path: string;
  calls: PlannedCall[];
  /** SHA-256 over the canonical JSON of calls + playbook hash + device */
  planHash: string;
  reason: string;
  fromRole: 'owner' | 'admin' | 'engineer' | 'technician';
  expiresAt: string;
}

export interface ApprovalRecord {
  id: string;
  planHash: string;
  status: 'pending' | 'approved' | 'denied' | 'expired' | 'withdrawn';
  decidedBy: string | null;
  comment: string | null;
  expiresAt: string;
}
