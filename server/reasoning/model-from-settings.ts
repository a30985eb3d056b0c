// Which model answers: a provider and a model by name, or none. The key stays in this process.
import { createAnthropic } from '@ai-sdk/anthropic';
import { createOpenAI } from '@ai-sdk/openai';
import { createOpenAICompatible } from '@ai-sdk/openai-compatible';
import type { LanguageModel } from 'ai';

export interface ModelSettings {
  /** "openai/<model>" | "anthropic/<model>" | "local/<model>" */
  model: string | undefined;
  url: string | undefined;
  key: string | undefined;
}

export interface ConfiguredModel {
  name: string;
  model: LanguageModel;
  /** takes the key out of a text: some providers say it back in their refusals, and those are kept and shown */
  hide(text: string): string;
}

/** @throws Error that says what to set, when the name is not understood or its key is missing */
export function modelFromSettings(settings: ModelSettings): ConfiguredModel | null {
  if (!settings.model) return null;
  const hide = hiderOf(settings.key);
  const slash = settings.model.indexOf('/');
  const provider = settings.model.slice(0, slash);
  const model = settings.model.slice(slash + 1);
  const key = settings.key;
  const baseURL = settings.url;
  if (slash > 0 && model) {
    if (provider === 'local') {
      if (!baseURL) throw new Error('MSPCLAW_MODEL=local/... needs MSPCLAW_MODEL_URL, e.g. http://127.0.0.1:11434/v1');
      return {
        name: settings.model,
        hide,
        model: createOpenAICompatible({ name: 'local', baseURL, ...(key ? { apiKey: key } : {}) }).chatModel(model),
      };
    }
    if (!key && (provider === 'openai' || provider === 'anthropic'))
      throw new Error(`MSPCLAW_MODEL=${settings.model} needs MSPCLAW_MODEL_KEY.`);
    const options = { apiKey: key ?? '', ...(baseURL ? { baseURL } : {}) };
    if (provider === 'openai') return { name: settings.model, hide, model: createOpenAI(options).chat(model) };
    if (provider === 'anthropic') return { name: settings.model, hide, model: createAnthropic(options)(model) };
  }
  throw new Error(
    `MSPCLAW_MODEL is "${settings.model}"; it must be openai/<model>, anthropic/<model> or local/<model>.`,
  );
}

function hiderOf(key: string | undefined): ConfiguredModel['hide'] {
  if (!key) return (text) => text;
  const forms = [key, encodeURIComponent(key), Buffer.from(key).toString('base64')];
  return (text) => forms.reduce((clean, form) => clean.replaceAll(form, '[redacted]'), text);
}
