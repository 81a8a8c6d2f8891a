// Package superior (上级可见范围) is what the offices above a center learn of unpublished applications: that there is a case, its
// number, kind, state and dates, which sample inspections and assessments need, but not whose it is; and of what is counted
// for one party, no number that is below five. 专利法第二十一条第三款.
package superior

import "zhibao/casework"

// least is how many cases a number about one party must have to be told.
const least = 5

// Is reports whether somebody belongs to an office above.
func Is(a casework.Actor) bool { return a.Is(casework.ProvRole) || a.Is(casework.NationRole) }

// Hides reports whether somebody may know of a case but not whose it is.
func Hides(o *casework.Office, a casework.Actor, k *casework.Case) bool {
	return Is(a) && o.ChartOf(k.Chart).Secret
}

// Party is the name of a party of a case for somebody who may know it, and something else for the others.
func Party(o *casework.Office, a casework.Actor, k *casework.Case, name, instead string) string {
	if Hides(o, a, k) {
		return instead
	}
	return name
}

// Person reports whether who made a step is to be told by the role alone: the people of a party say whose the case is.
func Person(a casework.Actor, role string) bool {
	return Is(a) && (role == string(casework.Entity) || role == string(casework.AgencyRole))
}

// Asked is the party by which somebody looks for cases: none for offices above, who would learn by it whose they are.
func Asked[T int64 | string](a casework.Actor, party T) (none T) {
	if Is(a) {
		return none
	}
	return party
}

// Few reports whether one of the numbers of unpublished applications of one party is too small to be told.
func Few(a casework.Actor, numbers ...int) bool {
	for _, n := range numbers {
		if Is(a) && n < least {
			return true
		}
	}
	return false
}
