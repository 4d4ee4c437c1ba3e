// Package deadline computes court time: from when something happened and a
// period, the last day or moment to act, under Federal Rule of Civil Procedure 6
// and the rules like it.
//
// What goes in and what comes out are spans. A trigger that is known only within
// bounds gives each deadline that is possible, with the part of the trigger that
// gives it. A point of law that is unsettled gives a reading for each side of it.
// Each step of the way cites its rule. Beyond the holidays that were verified the
// answer is unknown, and says what would settle it.
//
// Days are counted on the court's calendar and hours on the absolute line; one is
// never turned into the other, except in a reading that says so.
package deadline
