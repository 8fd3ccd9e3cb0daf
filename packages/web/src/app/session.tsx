import { createContext, use } from 'react';
import { whoami, type Session } from '@doudi/core/api/session';
import type { Permission } from '@doudi/core/rights/permissions';
import { keyOf } from '../api/hooks.ts';

/** Where the cache keeps who is at the desk; null = nobody. */
export const SESSION_KEY = keyOf(whoami);

interface SessionState {
  readonly session: Session;
  readonly may: (permission: Permission) => boolean;
  /** Logs out; `idle` keeps what was typed in this tab for the same account. */
  readonly signOut: (idle?: boolean) => Promise<void>;
}

export const SessionContext = createContext<SessionState | null>(null);

/** Who is at the desk; only below the login. */
export function useSession(): SessionState {
  const state = use(SessionContext);
  if (!state) throw new Error('useSession needs a signed-in session');
  return state;
}
