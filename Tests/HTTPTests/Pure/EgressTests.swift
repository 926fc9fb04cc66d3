import Testing

@testable import HTTP

@Suite struct EgressTests {
    @Test(
        "addresses of the public Internet are public",
        arguments: [
            "1.1.1.1", "8.8.8.8", "93.184.216.34", "172.15.0.1", "172.32.0.1", "100.63.255.255", "100.128.0.0",
            "192.167.1.1", "198.17.0.1", "198.20.0.1", "223.255.255.255", "2606:4700::1111", "2a00:1450:4001::200e",
            "64:ff9b::8.8.8.8", "::ffff:8.8.8.8",
        ])
    func publicAddresses(text: String) throws { #expect(Egress.isPublic(try #require(IPAddress(text)))) }

    @Test(
        "private, shared, local, reserved and disguised addresses are not",
        arguments: [
            "0.0.0.0", "0.1.2.3", "10.0.0.1", "100.64.0.1", "100.127.255.255", "127.0.0.1", "127.255.0.1",
            "169.254.169.254",
            "172.16.0.1", "172.31.255.255", "192.0.0.8", "192.0.2.1", "192.88.99.1", "192.168.1.1", "198.18.0.1",
            "198.51.100.1", "203.0.113.9", "224.0.0.1", "239.1.1.1", "240.0.0.1", "255.255.255.255", "::", "::1",
            "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::127.0.0.1", "fe80::1", "fec0::1", "fc00::1", "fd12:3456::1",
            "ff02::1", "64:ff9b::10.0.0.1", "64:ff9b::127.0.0.1", "64:ff9b:1::1", "2001::1", "2001:db8::1",
            "2002:7f00:1::", "2002:a00:1::1", "3fff::1", "100::1", "4000::1",
        ])
    func privateAddresses(text: String) throws { #expect(!Egress.isPublic(try #require(IPAddress(text)))) }

    @Test("the operator allows hosts, hosts below one, addresses and ranges, and nothing else opens")
    func allowances() throws {
        let texts = ["Wiki.LAN", "*.corp.example", "10.1.0.0/16", "[fd00::5]", "192.168.7.7"]
        let egress = Egress(allowing: try texts.map { try #require(Egress.Allowance($0)) })
        func permits(_ text: String, _ host: String = "x.example", _ reach: Egress.Reach = .untrusted) -> Bool {
            IPAddress(text).map { egress.permits($0, host: host, for: reach) } ?? false
        }
        #expect(permits("10.9.9.9", "wiki.lan"))
        #expect(permits("10.9.9.9", "a.b.CORP.example"))
        #expect(!permits("10.9.9.9", "corp.example"))
        #expect(!permits("10.9.9.9", "evilcorp.example"))
        #expect(permits("10.1.255.1"))
        #expect(permits("::ffff:10.1.2.3"))
        #expect(!permits("10.2.0.1"))
        #expect(permits("fd00::5"))
        #expect(!permits("fd00::6"))
        #expect(permits("192.168.7.7"))
        #expect(!permits("127.0.0.1"))
        #expect(permits("127.0.0.1", "x.example", .configured))
        #expect(!permits("224.0.0.1", "x.example", .configured))
        #expect(!permits("ff02::1", "wiki.lan"))
    }

    @Test(
        "what is no host and no range is refused",
        arguments: ["", "*", "a b", "10.0.0.0/33", "1.2.3", "http://x", "x/8", "a..b"])
    func badAllowances(text: String) { #expect(Egress.Allowance(text) == nil) }
}

@Suite struct TargetTests {
    @Test(
        "addresses that are not followed",
        arguments: [
            "", "/relative", "example.com/x y", "ftp://example.com/", "file:///etc/passwd", "gopher://h/",
            "javascript:1",
            "http://user@example.com/", "http://user:secret@example.com/", "http://:80/", "http://exa mple/",
            "http://a\r\nHost: b/", "http://h:99999/", "http://", "unix:/x", "http://[::1", "http://[fe80::1%25eth0]/",
        ])
    func refused(text: String) {
        #expect {
            _ = try Target(text)
        } throws: {
            if case HTTPClientError.badURL = $0 { true } else { false }
        }
    }

    @Test("numbers in disguise become the address they are")
    func disguises() throws {
        #expect(try Target("http://2130706433/").host == "127.0.0.1")
        #expect(try Target("http://0x7f.1/").host == "127.0.0.1")
        #expect(try Target("http://0177.0.0.1/").host == "127.0.0.1")
        #expect(try Target("HTTP://EXAMPLE.com:80/a#b").authority == "example.com")
        #expect(try Target("https://[2606:4700::1]:8443/").authority == "[2606:4700::1]:8443")
    }

    @Test("a relative address is relative to the one before")
    func relative() throws {
        let base = try Target("https://example.com/a/b?c")
        #expect(try Target("../d", relativeTo: base).url == "https://example.com/d")
        #expect(try Target("//other.example/x", relativeTo: base).host == "other.example")
        #expect(try Target("?q=1", relativeTo: base).url == "https://example.com/a/b?q=1")
        #expect(try Target("http://h/", relativeTo: base).port == "80")
    }
}
