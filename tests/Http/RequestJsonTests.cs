using System.Text;
using PaymentHub.Deposits;
using PaymentHub.Http;
using PaymentHub.Merchants;
using PaymentHub.Withdrawals;

namespace PaymentHub.Tests.Http;

public class RequestJsonTests
{
    [Fact]
    public void A_request_is_read_by_its_names_on_the_wire()
    {
        var result = RequestJson.Read<DepositRequest>(
            """{"account":"a","customer_id":"c","amount":"1.50","currency":"CNY","network":"mpay","reference":"r","title":"t","remark":"é","return_url":"https://x"}"""u8
        );

        Assert.Equal(
            new DepositRequest
            {
                Account = "a",
                CustomerId = "c",
                Amount = "1.50",
                Currency = "CNY",
                Network = "mpay",
                Reference = "r",
                Title = "t",
                Remark = "é",
                ReturnUrl = "https://x",
            },
            Assert.IsType<Result<DepositRequest>.Success>(result).Value
        );
    }

    [Fact]
    public void Null_is_as_good_as_nothing() =>
        Assert.Equal(
            new DepositRequest(),
            Assert.IsType<Result<DepositRequest>.Success>(RequestJson.Read<DepositRequest>("""{"account":null}"""u8)).Value
        );

    [Theory]
    [InlineData("""{"account":"a","account":"b"}""", "A field is given twice.")]
    [InlineData("""{"account":"a","\u0061ccount":"b"}""", "A field is given twice.")]
    [InlineData("""{"account":"a","account":null}""", "A field is given twice.")]
    public void A_repeated_field_is_refused(string body, string message) => Assert.Equal(message, Refusal(body).Message);

    [Theory]
    [InlineData("""{"amuont":"1"}""", "amuont")]
    [InlineData("""{"Account":"a"}""", "Account")]
    [InlineData("""{"customerId":"a"}""", "customerId")]
    [InlineData("""{"$type":"System.Object"}""", "$type")]
    [InlineData("""{"":"a"}""", "")]
    public void An_unknown_field_is_refused_by_its_name(string body, string field)
    {
        var (found, message) = Refusal(body);

        Assert.Contains(field, found, StringComparison.Ordinal);
        Assert.Equal("There is no such field here.", message);
    }

    [Theory]
    [InlineData("""{"amount":1}""")]
    [InlineData("""{"amount":1e999999999}""")]
    [InlineData("""{"amount":99999999999999999999999999999999999999999999}""")]
    [InlineData("""{"amount":true}""")]
    [InlineData("""{"amount":{"value":"1"}}""")]
    [InlineData("""{"amount":["1"]}""")]
    [InlineData("""{"amount":[[[[[[[[[[[[[[[["1"]]]]]]]]]]]]]]]]}""")]
    [InlineData("""{"amount":"\ud800"}""")]
    public void A_value_of_another_type_is_refused_by_its_field(string body) =>
        Assert.Equal(
            (
                "amount",
                body.Contains("ud800", StringComparison.Ordinal) ? "It is no valid text." : "Send amounts as strings, for instance \"12.50\"."
            ),
            Refusal(body)
        );

    [Theory]
    [InlineData("""{"details":"x"}""", "details", "It must be an object of strings.")]
    [InlineData("""{"details":{"username":7}}""", "details.username", "It must be a string.")]
    [InlineData("""{"details":{"a":"1","a":"2"}}""", "details", "A field is given twice.")]
    public void What_is_wrong_within_a_value_is_told_by_its_place(string body, string field, string message)
    {
        var error = Assert.Single(
            Assert.IsType<Result<NewWithdrawal>.Failure>(RequestJson.Read<NewWithdrawal>(Encoding.UTF8.GetBytes(body))).Problem.Errors
        );

        Assert.Equal(message, error.Message);
        Assert.StartsWith(field, error.Field, StringComparison.Ordinal);
    }

    [Fact]
    public void Everything_that_cannot_be_read_is_told_at_once_and_then_what_the_rest_lacks()
    {
        DepositRequest? rest = null;

        var result = RequestJson.Read<DepositRequest>(
            """{"account":"a","amount":1,"customer_id":"c","customer_id":"d","amuont":"1","reference":[]}"""u8,
            request =>
            {
                rest = request;
                return PaymentHub.Merchants.Problem.InvalidRequest([new FieldError("amount", "It is required."), new FieldError("title", "no")]);
            }
        );

        Assert.Equal(
            ["amount", "customer_id", "amuont", "reference", "title"],
            Assert.IsType<Result<DepositRequest>.Failure>(result).Problem.Errors.Select(error => error.Field)
        );
        Assert.Equal(new DepositRequest { Account = "a" }, rest);
    }

    [Fact]
    public void However_much_is_wrong_the_answer_stays_small()
    {
        var body = "{" + string.Join(',', Enumerable.Range(0, 1_500).Select(number => $"\"{number}\":1")) + ",\"" + new string('n', 5_000) + "\":1}";

        Assert.Equal(100, Problem(Encoding.UTF8.GetBytes(body)).Errors.Count);
        Assert.Equal(64, Refusal("{\"" + new string('n', 5_000) + "\":1}").Field.Length);
    }

    [Theory]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("""[{"account":"a"}]""")]
    [InlineData("\"text\"")]
    [InlineData("1")]
    [InlineData("true")]
    public void Another_value_than_an_object_is_refused(string body) => Assert.Equal(("", "The body must be a JSON object."), Refusal(body));

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("{")]
    [InlineData("{}{}")]
    [InlineData("{} x")]
    [InlineData("{'account':'a'}")]
    [InlineData("{account:\"a\"}")]
    [InlineData("{\"account\":\"a\",}")]
    [InlineData("{/* c */}")]
    [InlineData("account=a")]
    public void What_is_no_json_is_refused(string body) => Assert.Equal(400, Problem(Encoding.UTF8.GetBytes(body)).Status);

    [Fact]
    public void Bytes_that_are_no_text_are_refused()
    {
        byte[][] bodies =
        [
            [0xFF, 0xFE],
            [0xEF, 0xBB, 0xBF, .. "{}"u8],
            [.. "{\"account\":\""u8, 0xC3, 0x28, .. "\"}"u8],
            [.. "{\""u8, 0xFF, .. "\":1}"u8],
        ];

        Assert.All(bodies, body => Assert.Equal((400, "invalid_request"), (Problem(body).Status, Problem(body).Code)));
    }

    [Theory]
    [InlineData("""{"amount":1}""")]
    [InlineData("""{"x":1}""")]
    [InlineData("""{"account":"a","account":"b"}""")]
    [InlineData("{")]
    public void A_refusal_tells_nothing_about_our_types(string body)
    {
        var problem = Problem(Encoding.UTF8.GetBytes(body));

        Assert.DoesNotContain("System", problem.ToString() + Refusal(body), StringComparison.Ordinal);
        Assert.DoesNotContain("DepositRequest", Refusal(body).Message, StringComparison.Ordinal);
    }

    private static (string Field, string Message) Refusal(string body)
    {
        var error = Assert.Single(Problem(Encoding.UTF8.GetBytes(body)).Errors);
        return (error.Field, error.Message);
    }

    private static Problem Problem(byte[] body) => Assert.IsType<Result<DepositRequest>.Failure>(RequestJson.Read<DepositRequest>(body)).Problem;
}
