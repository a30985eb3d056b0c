'use client';
import { CopyButton } from '#components/ui/copy-button.tsx';

/** Shown once: the server keeps only its hash. */
export function PasswordLink({ token, name }: { token: string; name: string }) {
  const link = `${window.location.origin}/invite?token=${encodeURIComponent(token)}`;
  return (
    <div className="flex flex-col gap-2">
      <p className="text-sm">
        Send this link to {name}. It sets their password, works once and for three days, and is not shown again.
      </p>
      <div className="flex items-center gap-1 rounded-md border bg-raised py-1 pr-1 pl-3">
        <code className="min-w-0 flex-1 truncate font-mono text-xs">{link}</code>
        <CopyButton value={link} label="Copy the link" />
      </div>
    </div>
  );
}
