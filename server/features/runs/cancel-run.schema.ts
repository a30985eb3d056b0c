import { z } from 'zod';

export const cancelRunInput = z.object({ runId: z.uuid() });
export const cancelRunOutput = z.object({ result: z.enum(['requested', 'finished']) });
