package formula

// Closest is the one of names that is nearest to word by edits of one byte, or
// "" if none is near enough to be what was meant. Ties go to the first in
// alphabetical order.
func Closest(word string, names []string) string {
	best, least := "", len(word)/3+1
	for _, name := range names {
		if len(name) > len(word)+least || len(name) < len(word)-least {
			continue
		}
		d := edits(word, name)
		if d > 0 && (d < least || d == least && (best == "" || name < best)) {
			best, least = name, d
		}
	}
	return best
}

// edits is the Levenshtein distance of a and b, counting an exchange of two
// neighbours as one (optimal string alignment).
func edits(a, b string) int {
	if len(a) > 64 || len(b) > 64 {
		return 64
	}
	var two []int
	one := make([]int, len(b)+1)
	for j := range one {
		one[j] = j
	}
	for i := 1; i <= len(a); i++ {
		row := make([]int, len(b)+1)
		row[0] = i
		for j := 1; j <= len(b); j++ {
			cost := 1
			if a[i-1] == b[j-1] {
				cost = 0
			}
			row[j] = min(one[j]+1, row[j-1]+1, one[j-1]+cost)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				row[j] = min(row[j], two[j-2]+1)
			}
		}
		two, one = one, row
	}
	return one[len(b)]
}
