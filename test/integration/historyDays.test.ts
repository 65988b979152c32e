/** The lines of the history: days and times in the language and the time zone of the host. */
import assert from 'node:assert/strict';
import { groupedItems, Times } from '../../src/host/history/historyPickItems';

const minute = 60_000;

suite('The history in days', () => {
  test('counts them by the clock of this machine', () => {
    const noon = new Date(2025, 2, 30, 12).getTime();
    const times = new Times(noon);
    const day = (...date: readonly [number, number, number]): string => times.day(new Date(...date, 23, 59).getTime());
    assert.deepEqual(
      [day(2025, 2, 30), day(2025, 2, 29), day(2025, 2, 28), day(2025, 2, 24), day(2025, 2, 23), day(2024, 2, 30)],
      ['Today', 'Yesterday', 'Friday', 'Monday', 'March 23', 'March 30, 2024'],
    );
    assert.equal(times.time(noon - 5 * minute), '5 min. ago');
    assert.equal(times.time(noon - minute / 2), 'this minute');
    assert.match(times.time(new Date(2025, 2, 30, 9, 5).getTime()), /^9:05\sAM$/);
  });

  test('builds thousands of lines at once', () => {
    const now = Date.now();
    const summary = { title: 'x', createdAt: now, questionCount: 1, preview: 'y', isPinned: false };
    const chats = Array.from({ length: 5_000 }, (_, index) => ({
      summary: { ...summary, id: String(index), updatedAt: now - index * 3_600_000 },
    }));
    const start = performance.now();
    assert.ok(groupedItems(chats, { now, shownId: '' }).length > 5_000);
    assert.ok(performance.now() - start < 500);
  });
});
