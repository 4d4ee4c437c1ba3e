// Package ground brings a case and a formula down to what arithmetic can
// decide: constraints between events, of the shape x − y ≤ c milliseconds, and
// a formula of and, or, such comparisons and plain facts.
//
// It searches for nothing and decides nothing. The solver in package finding
// and the checker in package proof both start from what it gives, so that they
// share the meaning of the words and not the reasoning.
package ground
