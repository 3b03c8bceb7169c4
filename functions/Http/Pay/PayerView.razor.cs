namespace PaymentHub.Http.Pay;

public sealed partial class PayerView;
