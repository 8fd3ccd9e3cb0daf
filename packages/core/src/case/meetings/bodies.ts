/** What happened, as the log keeps it. */
export interface MeetingBodies {}

export const meetingActionLabels: Record<keyof MeetingBodies, string> = {};
