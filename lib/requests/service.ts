import { ANSWERS_KEPT_HOURS } from '@/lib/requests/answers';
import { deleteOldAnswers, deleteOldBudgets } from '@/lib/requests/repository';

/** The door of what is kept of requests: how many there may be, and what was answered. */
export { answerOnce, type KeptAnswer } from '@/lib/requests/answers';
export { RateLimited, takeRequest, WINDOW_SECONDS, type Budget } from '@/lib/requests/budgets';

/** Removes what is kept of requests no longer; every hour or so. */
export async function forgetOldRequests(): Promise<void> {
  await deleteOldAnswers(ANSWERS_KEPT_HOURS);
  await deleteOldBudgets();
}
