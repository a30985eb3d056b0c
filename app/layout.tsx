import { GeistMono } from 'geist/font/mono';
import { GeistSans } from 'geist/font/sans';
import type { Metadata, Viewport } from 'next';
import type { ReactNode } from 'react';
import { ThemeProvider } from '#components/ui/theme-provider.tsx';
import { Toaster } from '#components/ui/toaster.tsx';
import './globals.css';

export const metadata: Metadata = {
  title: { default: 'MSPclaw', template: '%s · MSPclaw' },
  description: 'Open-source agentic automation on the PSA and RMM you already have.',
};

export const viewport: Viewport = {
  themeColor: [
    { media: '(prefers-color-scheme: dark)', color: '#0b1013' },
    { media: '(prefers-color-scheme: light)', color: '#f8fafb' },
  ],
};

export default function RootLayout({ children }: { children: ReactNode }) {
  return (
    <html lang="en" className={`${GeistSans.variable} ${GeistMono.variable}`} suppressHydrationWarning>
      <body>
        <ThemeProvider>
          {children}
          <Toaster />
        </ThemeProvider>
      </body>
    </html>
  );
}
