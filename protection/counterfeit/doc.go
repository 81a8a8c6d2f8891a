// Package counterfeit (假冒专利查处) leads a case of counterfeited patents from a lead to an executed
// decision: verification, filing, investigation with evidence measures that have clocks of their
// own, legal review, prior notice with statement or hearing, discussion, decision, service,
// publication, performance or enforcement by the court, and the archive.
//
// The center acts for the authority that entrusted it (执法委托, notice 1.1.1): every act asks the
// entrustment first, and papers carry the name of that authority. The times of the notice (3.3,
// 十日) run beside those of the law. What the papers of a case say about its parties is read only
// by those who work on it; the person investigated sees what was served on it.
package counterfeit
