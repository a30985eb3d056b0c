// One call of a language model through the AI SDK. No loop, no tool execution, no retry of ours beyond the
// SDK's two on a broken connection: the caller keeps the transcript and decides about the next call.
import { generateText, type ModelMessage, type ToolSet, tool } from 'ai';
import type { z } from 'zod';
import type { ConfiguredModel } from './model-from-settings.ts';

export interface StepRequest {
  instructions: string;
  messages: unknown[];
  tools: { name: string; description: string; input: z.ZodType }[];
  maxOutputTokens: number;
}

export interface StepResult {
  messages: unknown[];
  calls: { id: string; name: string; input: unknown }[];
  usage: { inputTokens: number; outputTokens: number };
}

export interface ReasonerLimits {
  maxTokens: number;
  maxCents: number;
  centsPer1k: number;
  maxSteps: number;
}

export interface ModelReasoner {
  name: string;
  limits: ReasonerLimits;
  step(request: StepRequest, signal: AbortSignal): Promise<StepResult>;
  ask(text: string): unknown;
  answers(results: { id: string; name: string; output: unknown }[]): unknown[];
}

export function createReasoner(configured: ConfiguredModel, limits: ReasonerLimits): ModelReasoner {
  return {
    name: configured.name,
    limits,
    async step(request, signal) {
      // tools without `execute`: the SDK hands the calls back instead of running anything
      const tools: ToolSet = Object.fromEntries(
        request.tools.map(({ name, description, input }) => [name, tool({ description, inputSchema: input })]),
      );
      const result = await generateText({
        model: configured.model,
        instructions: request.instructions,
        messages: request.messages as ModelMessage[],
        tools,
        maxOutputTokens: request.maxOutputTokens,
        abortSignal: signal,
      }).catch((error: unknown) => {
        const text = error instanceof Error ? error.message : String(error);
        const clean = configured.hide(text);
        // without its cause: that holds the request, and the key in it
        throw clean === text ? error : new Error(clean);
      });
      return {
        messages: JSON.parse(JSON.stringify(result.responseMessages)) as unknown[],
        calls: result.toolCalls.map((call) => ({
          id: call.toolCallId,
          name: call.toolName,
          input: call.input as unknown,
        })),
        usage: { inputTokens: result.usage.inputTokens ?? 0, outputTokens: result.usage.outputTokens ?? 0 },
      };
    },
    ask: (text) => ({ role: 'user', content: text }),
    answers: (results) => [
      {
        role: 'tool',
        content: results.map(({ id, name, output }) => ({
          type: 'tool-result',
          toolCallId: id,
          toolName: name,
          output: { type: 'json', value: output },
        })),
      },
    ],
  };
}
