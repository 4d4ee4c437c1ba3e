// Package sweep asks one question of every aircraft in a day of world traffic: it
// reads the tar of a day archive once, from its parts, and keeps the aircraft of
// which the question is certainly or possibly true, apart.
//
// A question is a formula; see Words. It is answered in three values, by what is
// proved alone. Most aircraft are ruled out at a glance: only where that is as
// certain as a full reading would be. The same pass notes in which cells and
// quarter hours anybody was heard, so that an aircraft's silence can be told from
// a receiver's, and what is missing from the archive, so that a missing trace is
// not taken for an aircraft that was not there.
//
// Memory is bounded whatever the size of the day. A sweep that is ended goes on
// from its state file and finds the same.
package sweep
