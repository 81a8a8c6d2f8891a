package um

import (
	"testing"

	"zhibao/examination/preexam/check/checktest"
)

func TestRules(t *testing.T) { checktest.Run(t, Rules(), Samples()) }
