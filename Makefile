.PHONY: fmt check test demo

fmt:
	./mvnw -B -ntp -q spotless:apply

check:
	./mvnw -B -ntp -q spotless:check test-compile

test:
	./sluice test

demo:
	./sluice demo
