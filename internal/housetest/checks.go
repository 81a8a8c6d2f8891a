package housetest

// A Check is one rule of the house.
type Check struct {
	Name   string
	Demand string // what the rule asks for, one line
	Run    func(*House) []Finding
}

// The limits of the house. They were measured over well-kept Go programs: medians are alike
// everywhere, it is the largest parts that decide how a program reads.
const (
	maxFunc       = 60
	maxFile       = 400
	maxPackage    = 5000
	maxMethods    = 5
	maxParams     = 5
	maxModules    = 35
	minComment    = 10 // per cent
	maxComment    = 25
	commentsCount = 300 // lines from which the share of comments is judged
)

// Checks returns every rule, in the order in which they are reported. Each has a sample of the
// same name under testdata that shows what it finds and what it leaves alone.
func Checks() []Check {
	return []Check{
		{"parse", "every Go file parses", func(h *House) []Finding { return h.Broken }},
		{"func-length", "a function has at most 60 lines, table literals not counted", longFuncs},
		{"file-length", "a Go file has at most 400 lines; tests, generated and pure table files not counted", longFiles},
		{"package-length", "a package has at most 5000 lines", longPackages},
		{"interface-size", "an interface has at most 5 methods", wideInterfaces},
		{"params", "a function takes at most 5 parameters after the context", manyParams},
		{"no-init", "there is no init function", initFuncs},
		{"no-mutable-vars", "a package variable is never changed after its declaration", mutableVars},
		{"names", "nothing is called util, common, helper, manager or mock", vagueNames},
		{"clock", "the time of day is read in cmd and center only", clockReaders},
		{"package-doc", "every package says what it is", packageDocs},
		{"exported-doc", "what a business package exports is documented", exportedDocs},
		{"comment-share", "10 to 25 % of the lines of a package are comments", commentShare},
		{"select-star", "queries name their columns", selectStar},
		{"no-leftovers", "no work is left as a note in the source", leftovers},
		{"own-words", "the repository speaks of the product alone", foreignWords},
		{"modules", "at most 35 modules are imported directly", directModules},
		{"test-modules", "modules and packages for tests are not part of the product", testModules},
		{"table-prefix", "a table carries the name of its package", tablePrefix},
		{"table-center", "a table carries center_id", tableCenter},
		{"foreign-table", "only its own package touches a table", foreignTables},
	}
}
