// What the platform says when it refuses: five shapes, one for each of its services, and plain text from the gateway.
import { z } from 'zod';

const one = z
  .object({ code: z.unknown(), message: z.string(), description: z.string(), error: z.unknown() })
  .partial()
  .transform(({ message, description, error }) => {
    if (typeof error === 'object' && error !== null)
      return z.object({ message: z.string() }).safeParse(error).data?.message;
    const words = [typeof error === 'string' ? error : null, message ?? description].filter(Boolean);
    return words.join(': ') || undefined;
  });
const shape = z.union([z.array(one).transform((many) => many.filter(Boolean).join('; ') || undefined), one]);

/** The platform's own sentence, whichever service said it. */
export const saidBy = (json: unknown): string | undefined => shape.safeParse(json).data;
