'use client';
// The connector's own schema, asked while a person types. Only fields that were touched complain.
import { useMutation } from '@tanstack/react-query';
import { useCallback, useEffect, useRef, useState } from 'react';
import { useTRPC } from '#components/lib/trpc.ts';
import { splitFields } from '../split-fields.ts';

const quietMs = 400;

interface Shape {
  id: string;
  fields: readonly { name: string; secret: boolean }[];
}

export function useFormCheck(connector: Shape) {
  const trpc = useTRPC();
  const check = useMutation(trpc.connections.checkForm.mutationOptions());
  const [problems, setProblems] = useState<Record<string, string>>({});
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const latest = useRef(0);
  useEffect(() => () => clearTimeout(timer.current), []);
  const { mutateAsync } = check;

  const askNow = useCallback(
    async (values: Record<string, string>) => {
      clearTimeout(timer.current);
      const turn = ++latest.current;
      const { settings, secrets } = splitFields(connector.fields, values);
      const answer = await mutateAsync({ connector: connector.id, settings, secrets }).catch(() => null);
      // a slower answer to an older text says nothing about this one
      if (answer && turn === latest.current) setProblems(answer.problems);
      return answer?.problems ?? {};
    },
    [connector, mutateAsync],
  );
  const ask = useCallback(
    (values: Record<string, string>) => {
      clearTimeout(timer.current);
      timer.current = setTimeout(() => void askNow(values), quietMs);
    },
    [askNow],
  );
  return { problems, ask, askNow };
}
