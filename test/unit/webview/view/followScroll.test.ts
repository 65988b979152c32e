import assert from 'node:assert/strict';
import { FollowScroll } from '../../../../src/webview/view/followScroll';
import { usePage } from '../../../support/pageFixture';

suite('Following the end', () => {
  usePage();

  /** A scroller of 100 pixels, whose content is as high as the test says; it keeps within its ends as browsers do. */
  function scrollerOf(height: number): { readonly scroller: HTMLElement; readonly place: { height: number; top: number } } {
    const scroller = document.createElement('div');
    const place = { height, top: 0 };
    Object.defineProperties(scroller, {
      clientHeight: { get: () => 100 },
      scrollHeight: { get: () => place.height },
      scrollTop: {
        get: () => place.top,
        set: (top: number) => {
          place.top = Math.max(0, Math.min(top, place.height - 100));
        },
      },
    });
    return { scroller, place };
  }

  function followerOf(scroller: HTMLElement): FollowScroll {
    const follower = new FollowScroll(scroller, document.createElement('div'), {
      followed: () => undefined,
      moved: () => undefined,
    });
    follower.follow();
    return follower;
  }

  test('goes on where less content moves the end up, and more comes before anybody looks', () => {
    const { scroller, place } = scrollerOf(1000);
    const follower = followerOf(scroller);
    assert.equal(place.top, 900);
    Object.assign(place, { height: 800, top: 700 });
    place.height = 1200;
    scroller.dispatchEvent(new Event('scroll'));
    assert.equal(follower.isFollowing, true);
  });

  test('ends where the reader scrolls up, also while content comes', () => {
    for (const [grown, by] of [
      [0, undefined],
      [50, 'wheel'],
      [50, 'keydown'],
    ] as const) {
      const { scroller, place } = scrollerOf(1000);
      const follower = followerOf(scroller);
      if (by !== undefined) scroller.dispatchEvent(new Event(by));
      Object.assign(place, { height: 1000 + grown, top: 800 });
      scroller.dispatchEvent(new Event('scroll'));
      assert.equal(follower.isFollowing, false, by);
    }
  });
});
